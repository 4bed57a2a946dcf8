namespace DslDp.Accounting;

/// <summary>
/// ξ + ρα: the Gaussian mechanism with ρ = Δ²/(2σ²) (Mironov 2017), sums of such on the nodes of a tree, and
/// zero-concentrated mechanisms.
/// </summary>
internal sealed class LinearCurve(double rho, double xi = 0) : RenyiCurve
{
    /// <summary>The curve of a Gaussian release.</summary>
    /// <param name="noiseMultiplier">Standard deviation of the noise divided by the sensitivity.</param>
    /// <param name="releases">How many such releases the same unit takes part in.</param>
    public static LinearCurve Gaussian(double noiseMultiplier, double releases = 1) =>
        new(releases / (2 * noiseMultiplier * noiseMultiplier) * (1 + Slack));

    public override double At(double order) => rho == 0 ? xi : xi + (rho * order);
}
