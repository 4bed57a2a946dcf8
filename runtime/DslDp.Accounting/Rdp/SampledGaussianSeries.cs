using System;

namespace DslDp.Accounting;

/// <summary>
/// The moment of the sampled Gaussian at an integer order α, less one:
/// Σ over k from 2 to α of C(α, k) (1−q)^(α−k) q^k (exp((k²−k)/(2σ²)) − 1).
/// The terms of k = 0 and 1 vanish, and the others are positive, so nothing cancels however small q is.
/// </summary>
internal static class SampledGaussianSeries
{
    public static double LogExcess(double samplingProbability, double noiseMultiplier, double order)
    {
        double logOdds = Math.Log(samplingProbability) - SmallDifferences.Log1p(-samplingProbability);
        double halfPrecision = 1 / (2 * noiseMultiplier * noiseMultiplier);
        if (double.IsInfinity(halfPrecision))
            return double.PositiveInfinity;
        var sum = default(LogSum);
        double logWeight = order * SmallDifferences.Log1p(-samplingProbability);
        double lost = 0;
        for (double k = 1; k <= order; k++)
        {
            // Compensated addition: a thousand roundings of the running logarithm would otherwise show.
            double step = Math.Log((order - k + 1) / k) + logOdds - lost;
            double next = logWeight + step;
            lost = next - logWeight - step;
            logWeight = next;
            if (k >= 2)
                sum.Add(logWeight + SmallDifferences.LogExpm1(k * (k - 1) * halfPrecision));
        }

        return sum.Value;
    }
}
