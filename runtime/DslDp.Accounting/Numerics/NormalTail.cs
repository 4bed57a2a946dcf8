using System;

namespace DslDp.Accounting;

/// <summary>The upper tail of the standard normal distribution, with full relative accuracy however far out.</summary>
internal static class NormalTail
{
    private const double SeriesUpTo = 2;
    private const int FractionTerms = 150;

    /// <summary>P(Z &gt; x).</summary>
    public static double Above(double x)
    {
        if (x < -SeriesUpTo)
            return 1 - Above(-x);
        return x < SeriesUpTo ? 0.5 - (Density(x) * Series(x)) : Density(x) * Fraction(x);
    }

    /// <summary>Mills' ratio P(Z &gt; x) / density(x), for x of −2 or more.</summary>
    public static double MillsRatio(double x) => x < SeriesUpTo ? (0.5 / Density(x)) - Series(x) : Fraction(x);

    /// <summary>The density at x.</summary>
    public static double Density(double x) => Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI);

    /// <summary>Σ x^(2n+1) / (2n+1)!!, the integral of the density from 0 to x divided by the density at x.</summary>
    private static double Series(double x)
    {
        double term = x, sum = x;
        for (int n = 1; Math.Abs(term) > 1e-18 * Math.Abs(sum); n++)
        {
            term *= x * x / ((2 * n) + 1);
            sum += term;
        }

        return sum;
    }

    /// <summary>Laplace's continued fraction 1/(x + 1/(x + 2/(x + 3/(x + …)))).</summary>
    private static double Fraction(double x)
    {
        double value = x;
        for (int n = FractionTerms; n > 0; n--)
            value = x + (n / value);
        return 1 / value;
    }
}
