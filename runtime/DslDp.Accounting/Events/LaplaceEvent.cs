namespace DslDp.Accounting;

/// <summary>One release of a sum with Laplace noise.</summary>
public sealed record LaplaceEvent : PrivacyEvent
{
    /// <summary>Describes one release of a sum with Laplace noise.</summary>
    /// <param name="noiseMultiplier">
    /// Scale b of the noise divided by the L1 clipping norm (the sensitivity under add-or-remove-one and zero-out; replace-one doubles it).
    /// </param>
    /// <exception cref="System.ArgumentOutOfRangeException">The multiplier is negative or NaN.</exception>
    public LaplaceEvent(double noiseMultiplier) => NoiseMultiplier = Require.NonNegative(noiseMultiplier, nameof(noiseMultiplier));

    /// <summary>Scale of the noise divided by the L1 clipping norm.</summary>
    public double NoiseMultiplier { get; }

    private protected override string Arguments => Text(NoiseMultiplier);
}
