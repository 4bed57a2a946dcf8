using System;
using System.Collections.Generic;

namespace DslDp.Accounting;

/// <summary>
/// μ-Gaussian differential privacy (Dong, Roth and Su 2022, arXiv 1905.02383) as a diagnostic. There is no upper bound here: the central limit
/// theorem that gives μ for many sampled steps understates what they spend.
/// </summary>
public static class GaussianPrivacy
{
    /// <summary>
    /// A lower bound on μ: the composed dominating pairs are not μ-Gaussian differentially private for any smaller one, since their curve
    /// passes above that of μ at one of the given δ.
    /// </summary>
    /// <param name="accountant">What was composed.</param>
    /// <param name="deltas">Where to look, each above 0 and below 1.</param>
    /// <returns>Zero or more; infinity where something was released without protection.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A δ is not above 0 and below 1.</exception>
    public static double LeastMu(PldAccountant accountant, IEnumerable<double> deltas)
    {
        Require.NotNull(accountant, nameof(accountant));
        double largest = 0;
        foreach (double delta in Require.NotNull(deltas, nameof(deltas)))
        {
            if (!(delta > 0 && delta < 1))
                throw new ArgumentOutOfRangeException(nameof(deltas), delta, "each of deltas must be above 0 and below 1.");
            largest = Math.Max(largest, LeastMu(accountant.GetEpsilonLowerBound(delta), delta));
        }

        return largest;
    }

    /// <summary>The same from a lower bound on ε that is known already.</summary>
    /// <param name="epsilonLowerBound">What <see cref="PldAccountant.GetEpsilonLowerBound"/> says at δ, zero or more.</param>
    /// <param name="delta">δ above 0 and below 1.</param>
    /// <returns>Zero or more; infinity where ε is infinite.</returns>
    /// <exception cref="ArgumentOutOfRangeException">ε is negative or NaN, or δ is not above 0 and below 1.</exception>
    public static double LeastMu(double epsilonLowerBound, double delta)
    {
        if (!(delta > 0 && delta < 1))
            throw new ArgumentOutOfRangeException(nameof(delta), delta, "delta must be above 0 and below 1.");
        return Require.NonNegative(epsilonLowerBound, nameof(epsilonLowerBound)) is 0 or double.PositiveInfinity ? epsilonLowerBound : MuThrough(epsilonLowerBound, delta);
    }

    /// <summary>The largest μ found whose curve still lies below the point.</summary>
    private static double MuThrough(double epsilon, double delta)
    {
        double low = 0, high = 1;
        while (AnalyticGaussian.Delta(high, epsilon) <= delta)
            (low, high) = (high, high * 2);
        for (int i = 0; i < 60; i++)
        {
            double middle = (low + high) / 2;
            if (AnalyticGaussian.Delta(middle, epsilon) <= delta)
                low = middle;
            else
                high = middle;
        }

        return low;
    }
}
