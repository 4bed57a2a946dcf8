using System;

namespace DslDp.Accounting;

/// <summary>
/// E over z ~ N(0, s²) of (exp((2z−1)/(2s²)) − 1)^l for even l: a positive, entire integrand, so that the trapezoidal rule with eight
/// nodes for each standard deviation is exact to rounding, where the alternating sum of the binomial expansion cancels.
/// </summary>
internal static class GaussianCentralMoments
{
    private const double NodesPerDeviation = 8;
    private const double Reach = 10;

    /// <summary>Logarithms of the moments.</summary>
    /// <param name="noiseMultiplier">s.</param>
    /// <param name="largest">The largest power, even.</param>
    /// <returns>At index i the logarithm of the moment of power 2i; index 0 is 0.</returns>
    public static double[] LogEven(double noiseMultiplier, int largest)
    {
        var logs = new double[(largest / 2) + 1];
        for (int i = 1; i < logs.Length; i++)
            logs[i] = LogMoment(noiseMultiplier, 2 * i);
        return logs;
    }

    private static double LogMoment(double noiseMultiplier, int power)
    {
        double precision = 1 / (noiseMultiplier * noiseMultiplier);
        double step = noiseMultiplier / NodesPerDeviation;
        double reach = (Reach + Math.Sqrt(power)) * noiseMultiplier;
        double nodes = ((2 * reach) + power) / step;
        if (nodes > SampledGaussianQuadrature.MaximumNodes)
            return double.PositiveInfinity;
        var sum = default(LogSum);
        for (int i = 0; i <= nodes; i++)
        {
            double z = (i * step) - reach;
            double growth = (z - 0.5) * precision;
            double logBase = growth > 40 ? growth : Math.Log(Math.Abs(SmallDifferences.Expm1(growth)));
            sum.Add((power * logBase) - (z * z * precision / 2));
        }

        return sum.Value - Math.Log(NodesPerDeviation * Math.Sqrt(2 * Math.PI));
    }
}
