using CsCheck;
using MathNet.Numerics.Integration;

namespace DslDp.Accounting.Tests;

/// <summary>The sampled Gaussian's moments beside an independent adaptive quadrature and beside each other.</summary>
public class SampledGaussianWitnessTests
{
    [Theory]
    [InlineData(0.01, 1.0, 1.5)]
    [InlineData(0.01, 1.0, 2.0)]
    [InlineData(0.2, 0.8, 3.7)]
    [InlineData(0.5, 3.0, 5.5)]
    [InlineData(0.9, 2.0, 1.1)]
    [InlineData(0.3, 0.5, 1.2)]
    [InlineData(1e-3, 1.5, 9.9)]
    [InlineData(0.05, 20, 40.5)]
    [InlineData(0.999, 1.0, 2.5)]
    public void Moments_are_those_of_gauss_kronrod_integration(double q, double sigma, double order)
    {
        double Integrand(double z)
        {
            double ratio = 1 - q + (q * Math.Exp(((2 * z) - 1) / (2 * sigma * sigma)));
            return Math.Pow(ratio, order) * Math.Exp(-z * z / (2 * sigma * sigma)) / (sigma * Math.Sqrt(2 * Math.PI));
        }

        double moment = 0;
        for (double z = -12 * sigma; z < Math.Max(2, order) + (12 * sigma); z += sigma)
            moment += GaussKronrodRule.Integrate(Integrand, z, z + sigma, out _, out _, 1e-14, 12);
        double divergence = Math.Log(moment) / (order - 1);

        // The witness subtracts nothing, so it resolves the moment to 1e-14, not its distance from one.
        Assert.InRange(new SampledGaussianCurve(q, sigma).At(order), divergence - (1e-13 / (order - 1)), (divergence * (1 + 1e-9)) + (1e-13 / (order - 1)));
    }

    [Fact]
    public void Quadrature_agrees_with_the_series_at_integer_orders() =>
        Gen.Select(Gen.Double[-13, -0.01], Gen.Double[-1.2, 4.6], Gen.Int[2, 200]).Sample((logQ, logSigma, order) =>
        {
            double q = Math.Exp(logQ), sigma = Math.Exp(logSigma);
            double series = SampledGaussianSeries.LogExcess(q, sigma, order);
            double quadrature = SampledGaussianQuadrature.LogExcess(q, sigma, order);
            return Math.Abs(series - quadrature) <= 1e-11 * Math.Max(1, Math.Abs(series));
        });

    [Fact]
    public void Small_sampling_probability_gives_the_leading_term()
    {
        // A − 1 → C(α, 2) q² (exp(1/σ²) − 1) as q → 0, also at fractional orders.
        const double Q = 1e-9, Sigma = 2, Order = 3.5;
        double expected = Order / 2 * Q * Q * (Math.Exp(1 / (Sigma * Sigma)) - 1);
        Assert.InRange(new SampledGaussianCurve(Q, Sigma).At(Order) / expected, 1, 1 + 1e-7);
    }

    [Fact]
    public void Moments_are_convex_in_the_order() =>
        Gen.Select(Gen.Double[-9, -0.1], Gen.Double[-1, 3], Gen.Double[1.05, 60]).Sample((logQ, logSigma, order) =>
        {
            var curve = new SampledGaussianCurve(Math.Exp(logQ), Math.Exp(logSigma));
            double LogMoment(double at) => curve.At(at) * (at - 1);
            return LogMoment(order + 0.5) <= (LogMoment(order + 1) + LogMoment(order)) / 2 * (1 + 1e-9);
        });

    [Fact]
    public void Central_moments_are_the_alternating_sums_where_these_are_exact()
    {
        const double Sigma = 0.7;
        double[] logs = GaussianCentralMoments.LogEven(Sigma, 8);
        for (int power = 2; power <= 8; power += 2)
        {
            double sum = 0;
            for (int i = 0; i <= power; i++)
                sum += (i % 2 == 0 ? 1 : -1) * MathNet.Numerics.SpecialFunctions.Binomial(power, i) * Math.Exp(i * (i - 1) / (2 * Sigma * Sigma));
            Assert.Equal(1, Math.Exp(logs[power / 2]) / sum, 1e-10);
        }
    }
}
