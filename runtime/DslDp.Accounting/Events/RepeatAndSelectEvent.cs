using System;

namespace DslDp.Accounting;

/// <summary>
/// An event repeated a random number of times of which only the best outcome is released, as in tuning hyper-parameters (Papernot and
/// Steinke 2022, arXiv 2110.03620). The number of trials must be drawn and kept secret, and must not depend on the data.
/// </summary>
public sealed record RepeatAndSelectEvent : PrivacyEvent
{
    /// <summary>Describes the release of the best of a random number of trials.</summary>
    /// <param name="event">One trial.</param>
    /// <param name="mean">Mean number of trials: one or more, or for the Poisson distribution above zero.</param>
    /// <param name="shape">
    /// Shape η of the truncated negative binomial distribution of the number of trials, above −1: 0 is the logarithmic, 1 the geometric and
    /// infinity the Poisson distribution.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">Mean or shape is outside its range.</exception>
    /// <exception cref="ArgumentNullException">The event is null.</exception>
    public RepeatAndSelectEvent(PrivacyEvent @event, double mean, double shape)
    {
        Event = Require.NotNull(@event, nameof(@event));
        Shape = shape > -1 ? shape : throw new ArgumentOutOfRangeException(nameof(shape), shape, "shape must be above -1.");
        Mean = Require.PositiveFinite(mean, nameof(mean));
        if (mean < 1 && !double.IsPositiveInfinity(shape))
            throw new ArgumentOutOfRangeException(nameof(mean), mean, "mean must be 1 or more: a truncated number of trials is never zero.");
    }

    /// <summary>One trial.</summary>
    public PrivacyEvent Event { get; }

    /// <summary>Mean number of trials.</summary>
    public double Mean { get; }

    /// <summary>Shape of the distribution of the number of trials.</summary>
    public double Shape { get; }

    private protected override string Arguments => Event + ", " + Text(Mean) + ", " + Text(Shape);
}
