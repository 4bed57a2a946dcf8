using System;

namespace DslDp.Accounting;

/// <summary>
/// From a Rényi divergence r of order α to (ε, δ): proposition 12 of Canonne, Kamath and Steinke 2020 (arXiv 2004.00010), and the
/// inequality of Bretagnolle and Huber, by which the total variation distance is at most √(1 − exp(−r)), since r bounds the
/// Kullback–Leibler divergence (the order 1) at every order above one.
/// </summary>
internal static class RdpConversion
{
    /// <summary>ε at δ, not yet raised to zero where it is negative.</summary>
    public static double Epsilon(double order, double divergence, double delta)
    {
        if (double.IsPositiveInfinity(divergence) || double.IsPositiveInfinity(order))
            return divergence;
        return divergence + SmallDifferences.Log1p(-1 / order) - ((Math.Log(delta) + Math.Log(order)) / (order - 1));
    }

    /// <summary>Whether the divergence alone, at whatever order, proves (0, δ).</summary>
    public static bool ProvesZeroEpsilon(double divergence, double delta) =>
        delta * delta > -SmallDifferences.Expm1(-divergence);

    /// <summary>δ at ε by the moment of one order.</summary>
    public static double Delta(double order, double divergence, double epsilon) => Math.Min(1, Math.Exp(LogDelta(order, divergence, epsilon)));

    /// <summary>The logarithm of δ at ε by the moment of one order; it tells orders apart even where they all prove nothing.</summary>
    public static double LogDelta(double order, double divergence, double epsilon)
    {
        if (double.IsPositiveInfinity(order))
            return divergence <= epsilon ? double.NegativeInfinity : 0;
        if (double.IsPositiveInfinity(divergence))
            return double.PositiveInfinity;
        return ((order - 1) * (divergence - epsilon + SmallDifferences.Log1p(-1 / order))) - Math.Log(order);
    }

    /// <summary>δ at any ε by the inequality of Bretagnolle and Huber.</summary>
    public static double DeltaAtZeroEpsilon(double divergence) => Math.Sqrt(-SmallDifferences.Expm1(-divergence));
}
