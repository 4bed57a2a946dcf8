using System;

namespace DslDp.Accounting;

/// <summary>One release of a whole number with discrete Laplace noise, whose probabilities are proportional to exp(−a·|noise|).</summary>
public sealed record DiscreteLaplaceEvent : PrivacyEvent
{
    /// <summary>Each whole number up to the sensitivity is a loss of its own; beyond this the continuous mechanism is as good a description.</summary>
    private const long LargestSensitivity = 1 << 16;

    /// <summary>Describes one release.</summary>
    /// <param name="noiseParameter">a, one over the scale of the noise.</param>
    /// <param name="sensitivity">By how much one unit changes the number at most, under add-or-remove-one and zero-out (replace-one doubles it).</param>
    /// <exception cref="ArgumentOutOfRangeException">The parameter is negative or NaN, or the sensitivity is below 1 or above 65,536.</exception>
    public DiscreteLaplaceEvent(double noiseParameter, long sensitivity = 1)
    {
        NoiseParameter = Require.NonNegative(noiseParameter, nameof(noiseParameter));
        Sensitivity = Require.Positive(sensitivity, nameof(sensitivity));
        if (sensitivity > LargestSensitivity)
            throw new ArgumentOutOfRangeException(nameof(sensitivity), sensitivity, "sensitivity must be at most 65,536: for a larger one describe the release by LaplaceEvent.");
    }

    /// <summary>a, one over the scale of the noise; zero is infinitely much noise.</summary>
    public double NoiseParameter { get; }

    /// <summary>By how much one unit changes the number at most.</summary>
    public long Sensitivity { get; }

    private protected override string Arguments => Text(NoiseParameter) + ", " + Text(Sensitivity);
}
