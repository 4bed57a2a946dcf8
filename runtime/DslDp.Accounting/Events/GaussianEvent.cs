namespace DslDp.Accounting;

/// <summary>One release of a sum with Gaussian noise.</summary>
public sealed record GaussianEvent : PrivacyEvent
{
    /// <summary>Describes one release of a sum with Gaussian noise.</summary>
    /// <param name="noiseMultiplier">
    /// Standard deviation of the noise divided by the clipping norm (the L2 sensitivity under add-or-remove-one and zero-out; under
    /// replace-one the sensitivity is twice that, and the accountants double it). Zero means no privacy, infinity no information.
    /// </param>
    /// <exception cref="System.ArgumentOutOfRangeException">The multiplier is negative or NaN.</exception>
    public GaussianEvent(double noiseMultiplier) => NoiseMultiplier = Require.NonNegative(noiseMultiplier, nameof(noiseMultiplier));

    /// <summary>Standard deviation of the noise divided by the clipping norm.</summary>
    public double NoiseMultiplier { get; }

    private protected override string Arguments => Text(NoiseMultiplier);
}
