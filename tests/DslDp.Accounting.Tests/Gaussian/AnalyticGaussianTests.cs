using MathNet.Numerics;

namespace DslDp.Accounting.Tests;

public class AnalyticGaussianTests
{
    [Theory]
    [InlineData(1, 1e-5, 4.377178095681133)]
    [InlineData(0.5, 1e-5, 1.9930914044151176)]
    [InlineData(2.5, 1e-5, 13.20671224045199)]
    [InlineData(0.02, 1e-3, 0.02523174914995889)]
    [InlineData(10, 1e-6, 96.71727196386772)]
    public void Epsilon_is_the_published_one(double mu, double delta, double expected) =>
        Assert.InRange(AnalyticGaussian.Epsilon(mu, delta) / expected, 1 - 1e-14, 1 + 1e-11);

    [Fact]
    public void Delta_is_the_textbook_formula_where_that_does_not_cancel()
    {
        foreach (double mu in new[] { 0.01, 0.3, 1, 4 })
        {
            foreach (double epsilon in new[] { 0, 0.1, 1, 3.0 })
            {
                double Phi(double x) => SpecialFunctions.Erfc(-x / Math.Sqrt(2)) / 2;
                double expected = Phi((mu / 2) - (epsilon / mu)) - (Math.Exp(epsilon) * Phi((-mu / 2) - (epsilon / mu)));
                double actual = AnalyticGaussian.Delta(mu, epsilon);
                Assert.InRange(actual, expected - 1e-14, (expected * (1 + 1e-9)) + 1e-14);
            }
        }
    }

    [Fact]
    public void Tiny_sensitivities_and_far_tails_keep_their_relative_accuracy()
    {
        // δ(0) = 2Φ(μ/2) − 1 → μ/√(2π) as μ → 0.
        Assert.Equal(1, AnalyticGaussian.Delta(1e-9, 0) / (1e-9 / Math.Sqrt(2 * Math.PI)), 1e-9);
        Assert.True(AnalyticGaussian.Delta(1, 30) is > 0 and < 1e-180);
        Assert.Equal(0, AnalyticGaussian.Delta(0, 0));
        Assert.Equal(1, AnalyticGaussian.Delta(double.PositiveInfinity, 5));
        Assert.Equal(double.PositiveInfinity, AnalyticGaussian.Epsilon(1, 0));
    }
}
