using System;

namespace DslDp.Accounting;

/// <summary>
/// The truncated negative binomial distribution of a number of trials: with shape η and parameter γ its mean is η(1−γ)/(γ(1−γ^η)), or
/// (1/γ − 1)/log(1/γ) when η is 0.
/// </summary>
internal static class TrialNumbers
{
    private const double LargestLogOdds = 700;

    /// <summary>log(1/γ) for a mean and a shape, rounded up.</summary>
    public static double LogOdds(double mean, double shape)
    {
        double low = 0, high = 1e-3;
        while (Mean(high, shape) < mean)
        {
            if (high >= LargestLogOdds)
                throw new ArgumentOutOfRangeException(nameof(mean), mean, "mean is too large for this shape of the number of trials.");
            (low, high) = (high, Math.Min(LargestLogOdds, high * 2));
        }

        for (int i = 0; i < 100 && high - low > 1e-15 * high; i++)
        {
            double middle = (low + high) / 2;
            if (Mean(middle, shape) < mean)
                low = middle;
            else
                high = middle;
        }

        return mean == 1 ? 0 : high;
    }

    /// <summary>With g = log(1/γ), the mean is η(exp(g) − 1)/(1 − exp(−ηg)): it grows with g from 1.</summary>
    private static double Mean(double logOdds, double shape) =>
        SmallDifferences.Expm1(logOdds) * (shape == 0 ? 1 / logOdds : shape / -SmallDifferences.Expm1(-shape * logOdds));
}
