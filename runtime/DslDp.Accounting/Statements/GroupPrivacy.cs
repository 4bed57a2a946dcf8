using System;

namespace DslDp.Accounting;

/// <summary>
/// What protects one unit protects a group of k units with kε and k·exp((k−1)ε)·δ (Vadhan 2017, lemma 2.2): ε grows with the group, and δ
/// grows faster. A user-level guarantee from a record-level one is this with k the most records that a user has.
/// </summary>
public static class GroupPrivacy
{
    /// <summary>ε for a group.</summary>
    /// <param name="size">Number k of units in the group, one or more.</param>
    /// <param name="epsilon">ε for one unit.</param>
    /// <returns>kε.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The size is below one, or ε is negative or NaN.</exception>
    public static double Epsilon(long size, double epsilon) =>
        Require.Positive(size, nameof(size)) * Require.NonNegative(epsilon, nameof(epsilon));

    /// <summary>δ for a group at kε.</summary>
    /// <param name="size">Number k of units in the group, one or more.</param>
    /// <param name="epsilon">ε for one unit.</param>
    /// <param name="delta">δ for one unit at that ε.</param>
    /// <returns>k·exp((k−1)ε)·δ, at most 1.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The size is below one, ε is negative or NaN, or δ does not lie between 0 and 1.</exception>
    public static double Delta(long size, double epsilon, double delta)
    {
        Require.Positive(size, nameof(size));
        Require.NonNegative(epsilon, nameof(epsilon));
        if (Require.Probability(delta, nameof(delta)) == 0)
            return 0;
        return Math.Min(1, size * Math.Exp((size - 1) * epsilon) * delta);
    }

    /// <summary>δ for a group at a given ε of the group, by an accountant of single units: k·exp((k−1)ε/k)·δ(ε/k).</summary>
    /// <param name="accountant">What was composed, for one unit.</param>
    /// <param name="size">Number k of units in the group, one or more.</param>
    /// <param name="groupEpsilon">ε for the group.</param>
    /// <returns>An upper bound on δ for the group.</returns>
    /// <exception cref="ArgumentException">The accountant is null, the size is below one, or ε is negative or NaN.</exception>
    public static double Delta(PrivacyAccountant accountant, long size, double groupEpsilon)
    {
        Require.NotNull(accountant, nameof(accountant));
        double epsilon = Require.NonNegative(groupEpsilon, nameof(groupEpsilon)) / Require.Positive(size, nameof(size));
        return Delta(size, epsilon, accountant.GetDelta(epsilon));
    }
}
