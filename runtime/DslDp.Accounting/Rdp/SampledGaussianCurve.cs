using System;

namespace DslDp.Accounting;

/// <summary>
/// The Poisson-sampled Gaussian mechanism under add-or-remove-one (Mironov, Talwar and Zhang 2019, arXiv 1908.10530). By their analysis
/// the direction (1−q)N(0, σ²) + qN(1, σ²) against N(0, σ²) is the larger of the two at every order above one.
/// </summary>
internal sealed class SampledGaussianCurve(double samplingProbability, double noiseMultiplier) : RenyiCurve
{
    public override double At(double order)
    {
        if (double.IsPositiveInfinity(order))
            return double.PositiveInfinity;
        bool integer = order == Math.Floor(order);
        double nodes = SampledGaussianQuadrature.NodeCount(noiseMultiplier, order);
        if (nodes <= SampledGaussianQuadrature.MaximumNodes && (!integer || nodes < order))
            return FromLogExcess(SampledGaussianQuadrature.LogExcess(samplingProbability, noiseMultiplier, order), order);
        return integer ? FromLogExcess(Series(order), order) : Interpolated(order);
    }

    private double Series(double order) => SampledGaussianSeries.LogExcess(samplingProbability, noiseMultiplier, order);

    /// <summary>
    /// Where the noise is so small that quadrature would need a very fine grid: log A is convex in the order and log A(1) = 0, so the
    /// chord between two integer orders bounds it from above.
    /// </summary>
    private double Interpolated(double order)
    {
        double below = Math.Floor(order);
        double atBelow = below == 1 ? 0 : SmallDifferences.LogOnePlusExp(Series(below));
        double atAbove = SmallDifferences.LogOnePlusExp(Series(below + 1));
        return (atBelow + ((order - below) * (atAbove - atBelow))) / (order - 1) * (1 + Slack);
    }
}
