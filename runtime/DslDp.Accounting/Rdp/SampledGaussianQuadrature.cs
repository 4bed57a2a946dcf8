using System;
using System.Runtime.CompilerServices;

namespace DslDp.Accounting;

/// <summary>
/// The moment of the sampled Gaussian at any order α above one, less one, as the integral of a non-negative function:
/// E over z ~ N(0, σ²) of f(u), with u = q(exp((2z−1)/(2σ²)) − 1) and f(u) = (1+u)^α − 1 − αu (E u = 0, so nothing is added).
/// <para>
/// The trapezoidal rule converges exponentially (Trefethen and Weideman 2014): the integrand is analytic for
/// |Im z| &lt; πσ², where 1 + u first vanishes, and on the line Im z = a it grows by exp(a²/(2σ²)) and polynomial factors; the step is
/// chosen so that the error is exp(−50) times that growth. Left out are tails beyond 9.5 σ from where each part of the integrand is
/// centred (0, 2 and α), below exp(−45) of the whole.
/// </para>
/// </summary>
internal static class SampledGaussianQuadrature
{
    /// <summary>Above so many nodes another way is taken.</summary>
    public const double MaximumNodes = 20_000;

    private const double Digits = 50;
    private const double Reach = 9.5;

    public static double NodeCount(double noiseMultiplier, double order) =>
        ((2 * Reach * noiseMultiplier) + Math.Max(2, order)) / Step(noiseMultiplier);

    [MethodImpl(HotLoop.Optimize)]
    public static double LogExcess(double samplingProbability, double noiseMultiplier, double order)
    {
        double precision = 1 / (noiseMultiplier * noiseMultiplier);
        double step = Step(noiseMultiplier);
        double start = -Reach * noiseMultiplier;
        int nodes = (int)Math.Ceiling(NodeCount(noiseMultiplier, order));
        var sum = default(LogSum);
        for (int i = 0; i <= nodes; i++)
        {
            double z = start + (i * step);
            double growth = (z - 0.5) * precision;
            sum.Add(LogExcessAt(samplingProbability, growth, order) - (z * z * precision / 2));
        }

        return sum.Value + Math.Log(step / (noiseMultiplier * Math.Sqrt(2 * Math.PI)));
    }

    /// <summary>
    /// Solves 2πa/step − a²/(2σ²) = digits for the step, with the best a, or with the widest strip where the best lies outside it.
    /// </summary>
    private static double Step(double noiseMultiplier)
    {
        double variance = noiseMultiplier * noiseMultiplier;
        double halfWidth = Math.Min(Math.Sqrt(2 * Digits) * noiseMultiplier, 0.95 * Math.PI * variance);
        return 2 * Math.PI * halfWidth / (Digits + (halfWidth * halfWidth / (2 * variance)));
    }

    /// <summary>log f(u), where 1 + u = 1 − q + q·exp(growth).</summary>
    private static double LogExcessAt(double probability, double growth, double order)
    {
        if (growth > 500)
        {
            double logU = Math.Log(probability) + growth;
            return LogOfLarge(order * logU, logU, order);
        }

        double u = probability * SmallDifferences.Expm1(growth);
        if (Math.Abs(order * u) < 0.05 && Math.Abs(u) < 0.05)
            return Math.Log(Taylor(u, order));
        double log = SmallDifferences.Log1p(u);
        if (order * log > (order < 2 ? 650 : 35))
            return LogOfLarge(order * log, Math.Log(u), order);
        return Math.Log(order < 2 ? NearOne(u, log, order - 1) : SmallDifferences.Expm1(order * log) - (order * u));
    }

    /// <summary>log((1+u)^α − 1 − αu) for large u, from logarithms alone.</summary>
    private static double LogOfLarge(double logPower, double logU, double order) =>
        logPower + SmallDifferences.Log1p(-(Math.Exp(-logPower) + Math.Exp(Math.Log(order) + logU - logPower)));

    /// <summary>f(u) = Σ over k from 2 of C(α, k) u^k.</summary>
    private static double Taylor(double u, double order)
    {
        double term = order * (order - 1) / 2 * u * u;
        double sum = term;
        for (int k = 3; k <= 14; k++)
        {
            term *= (order - k + 1) / k * u;
            sum += term;
        }

        return sum;
    }

    /// <summary>f(u) with d = α − 1 small, as d·((1+u)log(1+u) − u) + (1+u)(exp(d·log(1+u)) − 1 − d·log(1+u)): both are positive.</summary>
    private static double NearOne(double u, double log, double distance) =>
        (distance * (((1 + u) * log) - u)) + ((1 + u) * SmallDifferences.ExpMinusLinear(distance * log));
}
