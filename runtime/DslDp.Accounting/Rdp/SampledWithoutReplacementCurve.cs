using System;

namespace DslDp.Accounting;

/// <summary>
/// The Gaussian mechanism on a sample of fixed size under replace-one: the bound of Wang, Balle and Kasiviswanathan 2019
/// (arXiv 1808.00087), with the tighter terms of their general bound: at an integer order α the moment is at most
/// 1 + q²C(α,2)·min(4(exp ε(2) − 1), 2 exp ε(2)) + Σ over j from 3 of q^j C(α,j)·min(4√(B(2⌊j/2⌋)B(2⌈j/2⌉)), 2 exp((j−1)ε(j))),
/// with ε(j) = j/(2s²) and B(l) = E_Q[(P/Q − 1)^l]. Between integer orders the chord of the convex log-moment is the bound.
/// </summary>
internal sealed class SampledWithoutReplacementCurve : RenyiCurve
{
    private const int CentralMomentsUpTo = 256;

    private readonly double logFraction;
    private readonly double precision;
    private readonly Lazy<double[]> logCentralMoments;

    /// <summary>Makes the curve.</summary>
    /// <param name="fraction">Sample size over data set size, q.</param>
    /// <param name="noiseMultiplier">Standard deviation of the noise over the replace-one sensitivity, s.</param>
    public SampledWithoutReplacementCurve(double fraction, double noiseMultiplier)
    {
        logFraction = Math.Log(fraction);
        precision = 1 / (noiseMultiplier * noiseMultiplier);
        logCentralMoments = new(() => GaussianCentralMoments.LogEven(noiseMultiplier, CentralMomentsUpTo));
    }

    public override double At(double order)
    {
        if (double.IsPositiveInfinity(order) || double.IsPositiveInfinity(precision))
            return double.PositiveInfinity;
        double below = Math.Floor(order);
        double atBelow = LogMoment(below);
        double log = order == below ? atBelow : atBelow + ((order - below) * (LogMoment(below + 1) - atBelow));
        return log / (order - 1) * (1 + Slack);
    }

    private double LogMoment(double order)
    {
        var sum = default(LogSum);
        double logBinomial = Math.Log(order);
        for (double j = 2; j <= order; j++)
        {
            logBinomial += Math.Log((order - j + 1) / j);
            sum.Add((j * logFraction) + logBinomial + (j == 2 ? SecondTerm() : LaterTerm(j, order)));
        }

        return SmallDifferences.LogOnePlusExp(sum.Value);
    }

    private double SecondTerm() =>
        Math.Min(Math.Log(4) + SmallDifferences.LogExpm1(precision), Math.Log(2) + precision);

    private double LaterTerm(double j, double order)
    {
        double simple = Math.Log(2) + (j * (j - 1) * precision / 2);
        if (order > CentralMomentsUpTo)
            return simple;
        double[] moments = logCentralMoments.Value;
        int half = (int)j / 2;
        double central = Math.Log(4) + ((moments[half] + moments[(int)j - half]) / 2);
        return Math.Min(simple, central);
    }
}
