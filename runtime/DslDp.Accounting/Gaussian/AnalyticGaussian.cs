using System;

namespace DslDp.Accounting;

/// <summary>
/// The exact curve of the Gaussian mechanism (Balle and Wang 2018, arXiv 1805.06530), rounded up: with μ the sensitivity
/// divided by the standard deviation, δ(ε) = Φ(μ/2 − ε/μ) − exp(ε)Φ(−μ/2 − ε/μ). Any number of Gaussian releases together is one with
/// μ² the sum of theirs.
/// </summary>
public static class AnalyticGaussian
{
    /// <summary>δ at ε.</summary>
    /// <param name="sensitivityOverDeviation">μ, zero or more.</param>
    /// <param name="epsilon">ε, zero or more.</param>
    /// <returns>The exact δ, rounded up in its last digits.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is negative or NaN.</exception>
    public static double Delta(double sensitivityOverDeviation, double epsilon)
    {
        double mu = Require.NonNegative(sensitivityOverDeviation, nameof(sensitivityOverDeviation));
        Require.NonNegative(epsilon, nameof(epsilon));
        if (mu == 0 || double.IsPositiveInfinity(epsilon))
            return double.IsPositiveInfinity(mu) ? 1 : 0;
        if (double.IsPositiveInfinity(mu))
            return 1;
        double lower = (epsilon / mu) - (mu / 2), upper = (epsilon / mu) + (mu / 2);
        // exp(ε) times the density at the upper point is the density at the lower one.
        double delta = lower > -2
            ? NormalTail.Density(lower) * MillsDifference(lower, upper)
            : NormalTail.Above(lower) - (NormalTail.Density(lower) * NormalTail.MillsRatio(upper));
        // The relative error of the density grows with the square of its argument.
        double rounding = 1e-11 + (1e-16 * lower * lower);
        return Math.Min(1, Math.Max(0, delta) * (1 + rounding));
    }

    /// <summary>The smallest ε at δ.</summary>
    /// <param name="sensitivityOverDeviation">μ, zero or more.</param>
    /// <param name="delta">δ between 0 and 1.</param>
    /// <returns>The exact ε, rounded up in its last digits; infinity when δ is 0 and μ is not.</returns>
    /// <exception cref="ArgumentOutOfRangeException">μ is negative or NaN, or δ does not lie between 0 and 1.</exception>
    public static double Epsilon(double sensitivityOverDeviation, double delta)
    {
        double mu = Require.NonNegative(sensitivityOverDeviation, nameof(sensitivityOverDeviation));
        Require.Probability(delta, nameof(delta));
        if (Delta(mu, 0) <= delta)
            return 0;
        if (delta == 0 || double.IsPositiveInfinity(mu))
            return double.PositiveInfinity;
        double low = 0, high = Math.Max(mu, 1e-300);
        while (Delta(mu, high) > delta)
            (low, high) = (high, high * 2);
        while (high - low > 1e-15 * high)
        {
            double middle = low + ((high - low) / 2);
            if (middle <= low || middle >= high)
                break;
            if (Delta(mu, middle) > delta)
                low = middle;
            else
                high = middle;
        }

        return high;
    }

    /// <summary>
    /// The difference of Mills' ratios. Close together they cancel: there it is the integral of 1 − xM(x), the slope's magnitude. That is a
    /// completely monotone function, so Simpson's rule errs upwards, on so short a stretch by less than a part in 1e11.
    /// </summary>
    private static double MillsDifference(double lower, double upper)
    {
        double width = upper - lower;
        if (width > 0.003)
            return NormalTail.MillsRatio(lower) - NormalTail.MillsRatio(upper);
        double middle = (lower + upper) / 2;
        return width / 6 * (Fall(lower) + (4 * Fall(middle)) + Fall(upper));
    }

    private static double Fall(double x) => 1 - (x * NormalTail.MillsRatio(x));
}
