namespace DslDp.Accounting;

/// <summary>An event on a random sample to which each unit belongs independently with the same probability.</summary>
public sealed record PoissonSampledEvent : PrivacyEvent
{
    /// <summary>Describes an event on a Poisson sample.</summary>
    /// <param name="samplingProbability">Probability with which each unit is in the sample, between 0 and 1, public and the same for all.</param>
    /// <param name="event">What is done with the sample.</param>
    /// <exception cref="System.ArgumentOutOfRangeException">The probability does not lie between 0 and 1.</exception>
    /// <exception cref="System.ArgumentNullException">The event is null.</exception>
    public PoissonSampledEvent(double samplingProbability, PrivacyEvent @event)
    {
        SamplingProbability = Require.Probability(samplingProbability, nameof(samplingProbability));
        Event = Require.NotNull(@event, nameof(@event));
    }

    /// <summary>Probability with which each unit is in the sample.</summary>
    public double SamplingProbability { get; }

    /// <summary>What is done with the sample.</summary>
    public PrivacyEvent Event { get; }

    private protected override string Arguments => Text(SamplingProbability) + ", " + Event;
}
