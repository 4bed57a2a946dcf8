using System;

namespace DslDp.Accounting;

/// <summary>
/// Randomised response: one answer with probability h·exp(ε), one with probability h, under the other input the other way round, and the
/// rest the same under both. Its moment less one is h(exp(αε) − 1)(1 − exp(−(α−1)ε)), a product of positive factors. With two answers,
/// h = 1/(1 + exp ε), it dominates every ε-differentially private mechanism (Kairouz, Oh and Viswanath 2015).
/// </summary>
internal sealed class RandomizedResponseCurve(double epsilon, double logSmaller) : RenyiCurve
{
    public RandomizedResponseCurve(double epsilon)
        : this(epsilon, -SmallDifferences.LogOnePlusExp(epsilon))
    {
    }

    public override double At(double order)
    {
        if (epsilon == 0 || double.IsPositiveInfinity(order) || double.IsPositiveInfinity(epsilon))
            return epsilon;
        double logExcess = SmallDifferences.LogExpm1(order * epsilon) + Math.Log(-SmallDifferences.Expm1((1 - order) * epsilon)) + logSmaller;
        return Math.Min(epsilon, FromLogExcess(logExcess, order));
    }
}
