namespace DslDp.Accounting;

/// <summary>
/// One release of a whole number with discrete Gaussian noise, whose probabilities are proportional to exp(−noise²/(2σ²)) (Canonne,
/// Kamath and Steinke 2020, arXiv 2004.00010).
/// </summary>
public sealed record DiscreteGaussianEvent : PrivacyEvent
{
    /// <summary>Describes one release.</summary>
    /// <param name="sigma">σ, in the units of the number.</param>
    /// <param name="sensitivity">By how much one unit changes the number at most, under add-or-remove-one and zero-out (replace-one doubles it).</param>
    /// <exception cref="System.ArgumentOutOfRangeException">σ is negative or NaN, or the sensitivity is below 1.</exception>
    public DiscreteGaussianEvent(double sigma, long sensitivity = 1)
    {
        Sigma = Require.NonNegative(sigma, nameof(sigma));
        Sensitivity = Require.Positive(sensitivity, nameof(sensitivity));
    }

    /// <summary>σ, in the units of the number.</summary>
    public double Sigma { get; }

    /// <summary>By how much one unit changes the number at most.</summary>
    public long Sensitivity { get; }

    private protected override string Arguments => Text(Sigma) + ", " + Text(Sensitivity);
}
