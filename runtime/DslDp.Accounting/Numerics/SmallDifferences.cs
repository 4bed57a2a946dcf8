using System;
using System.Runtime.CompilerServices;

namespace DslDp.Accounting;

/// <summary>Elementary functions that keep their relative accuracy where the textbook expression cancels.</summary>
internal static class SmallDifferences
{
    /// <summary>log(1 + x), accurate also for tiny x (Kahan's correction of the rounding in 1 + x).</summary>
    [MethodImpl(HotLoop.Optimize)]
    public static double Log1p(double x)
    {
        double shifted = 1 + x;
        if (shifted == 1)
            return x;
        return double.IsInfinity(shifted) ? shifted : Math.Log(shifted) * (x / (shifted - 1));
    }

    /// <summary>exp(x) − 1, accurate also for tiny x (Kahan's correction of the rounding in exp).</summary>
    [MethodImpl(HotLoop.Optimize)]
    public static double Expm1(double x)
    {
        if (x > 1 || x < -1)
            return Math.Exp(x) - 1;
        double exponential = Math.Exp(x);
        if (exponential == 1)
            return x;
        return (exponential - 1) * (x / Math.Log(exponential));
    }

    /// <summary>exp(x) − 1 − x, which is never negative, accurate also for tiny x.</summary>
    public static double ExpMinusLinear(double x)
    {
        if (x > 0.1 || x < -0.1)
            return Expm1(x) - x;
        double term = x * x / 2;
        double sum = term;
        for (int k = 3; k <= 12; k++)
        {
            term *= x / k;
            sum += term;
        }

        return sum;
    }

    /// <summary>log(exp(x) − 1) for x above zero.</summary>
    public static double LogExpm1(double x) => x > 40 ? x : Math.Log(Expm1(x));

    /// <summary>log(1 + exp(x)).</summary>
    public static double LogOnePlusExp(double x) => x > 0 ? x + Log1p(Math.Exp(-x)) : Log1p(Math.Exp(x));
}
