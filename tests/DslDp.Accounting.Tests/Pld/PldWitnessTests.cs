using CsCheck;
using MathNet.Numerics;
using MathNet.Numerics.Distributions;

namespace DslDp.Accounting.Tests;

/// <summary>Privacy loss distributions beside closed forms and sums written out.</summary>
public class PldWitnessTests
{
    [Fact]
    public void Repeated_randomised_response_is_a_binomial_sum() =>
        Gen.Select(Gen.Double[0.01, 1.5], Gen.Int[1, 60], Gen.Double[0, 0.95]).Sample((epsilon, count, share) =>
        {
            // Between two possible losses: at one of them the exact curve has a kink, which a grid rounds off.
            double at = epsilon * (Math.Floor(share * count) + 0.5);
            double p = 1 / (1 + Math.Exp(-epsilon));
            double exact = 0;
            for (int k = 0; k <= count; k++)
                exact += new Binomial(p, count).Probability(k) * Math.Max(0, 1 - Math.Exp(at - (((2 * k) - count) * epsilon)));
            double actual = new PldAccountant().Compose(new EpsilonDeltaEvent(epsilon, 0), count).GetDelta(at);
            return actual >= exact * (1 - 1e-9) && actual <= (exact * 1.01) + 1e-300;
        }, iter: 200);

    [Fact]
    public void One_sampled_gaussian_step_is_the_closed_form_in_both_directions() =>
        Gen.Select(Gen.Double[-9, -0.1], Gen.Double[-0.7, 1.5], Gen.Double[0, 1]).Sample((logQ, logSigma, epsilon) =>
        {
            double q = Math.Exp(logQ), sigma = Math.Exp(logSigma);
            double exact = Math.Max(SampledDelta(q, sigma, epsilon), SampledDeltaBackward(q, sigma, epsilon));
            double actual = new PldAccountant().Compose(new PoissonSampledEvent(q, new GaussianEvent(sigma))).GetDelta(epsilon);
            return actual >= (exact * (1 - 1e-8)) - 1e-15 && actual <= (exact * 1.001) + 1e-15;
        }, iter: 200);

    [Fact]
    public void Two_sampled_steps_are_the_integral_of_one_over_the_other()
    {
        const double Q = 0.2, Sigma = 1.1, Epsilon = 0.8;
        // δ₂(ε) = E over the first loss of δ₁(ε − loss), for the direction in which a record is removed.
        double exact = MathNet.Numerics.Integration.GaussLegendreRule.Integrate(
            z => Density(z, Q, Sigma) * SampledDelta(Q, Sigma, Epsilon - Loss(z, Q, Sigma)), -12, 14, 2048);
        double actual = new PldAccountant().Compose(new PoissonSampledEvent(Q, new GaussianEvent(Sigma)), 2).GetDelta(Epsilon);
        Assert.InRange(actual / exact, 1 - 1e-7, 1.001);
    }

    [Fact]
    public void Gaussians_through_the_grid_are_the_analytic_ones()
    {
        // A pure (0, 0) companion is dropped; a faint Laplace one keeps the composition off the closed form and adds ε of at most 2e-6.
        var companion = new LaplaceEvent(1e6);
        foreach (double sigma in new[] { 0.3, 1, 5, 40 })
        {
            foreach (double delta in new[] { 1e-3, 1e-6, 1e-12, 1e-18 })
            {
                double exact = AnalyticGaussian.Epsilon(Math.Sqrt(10) / sigma, delta);
                double actual = new PldAccountant().Compose(new GaussianEvent(sigma), 10).Compose(companion).GetEpsilon(delta);
                Assert.InRange(actual, exact * (1 - 1e-9), (exact * 1.0001) + 2e-6);
            }
        }
    }

    [Fact]
    public void Poisson_sampled_laplace_is_the_closed_form()
    {
        const double Q = 0.3, Bound = 1.25;
        foreach (double epsilon in new[] { 0.05, 0.2, 0.4 })
        {
            // δ of the sample at ε is q times δ of the whole at log(1 + (exp ε − 1)/q) (Balle, Barthe and Gaboardi 2018).
            double whole = Math.Log(1 + ((Math.Exp(epsilon) - 1) / Q));
            double exact = Q * Math.Max(0, 1 - Math.Exp((whole - Bound) / 2));
            double actual = new PldAccountant().Compose(new PoissonSampledEvent(Q, new LaplaceEvent(1 / Bound))).GetDelta(epsilon);
            Assert.InRange(actual, exact * (1 - 1e-9), exact * 1.0001);
        }
    }

    [Fact]
    public void Replace_one_of_a_sampled_gaussian_lies_between_one_change_and_two()
    {
        PrivacyEvent step = new PoissonSampledEvent(0.05, new GaussianEvent(1.5));
        double one = new PldAccountant().Compose(step, 200).GetDelta(1);
        double replace = new PldAccountant(Adjacency.ReplaceOne).Compose(step, 200).GetDelta(2);
        // Replacing is removing and adding: by group privacy δ(2ε) ≤ (1 + exp ε)·δ(ε); and it is never easier than removing alone.
        Assert.InRange(replace, new PldAccountant().Compose(step, 200).GetDelta(2), (1 + Math.E) * one);
    }

    /// <summary>
    /// Sums of products of positive numbers do not cancel, so a convolution written out keeps every digit however small δ is.
    /// </summary>
    [Theory]
    [InlineData(0.001, 0.8, 5000, 3)]
    [InlineData(0.01, 1.1, 1000, 4)]
    [InlineData(0.02, 0.7, 200, 9)]
    public void Tiny_deltas_are_those_of_a_convolution_written_out(double q, double sigma, int count, double epsilon)
    {
        const double Step = 4e-3;
        DiscreteLoss one = LossDiscretizer.Discretise(LossAlternatives.Only(new SampledPair(q, new GaussianPair(sigma, 1e-40))), Step, exchanged: false);
        (double[] masses, long lowest) = DirectPower(one.Masses, one.Lowest, count, (long)(epsilon * 4 / Step));
        double direct = masses.Select((mass, i) => mass * Math.Max(0, 1 - Math.Exp(epsilon - ((lowest + i) * Step)))).Sum();

        double actual = new PldAccountant(Adjacency.AddOrRemoveOne, Exactly(Step)).Compose(new PoissonSampledEvent(q, new GaussianEvent(sigma)), count).GetDelta(epsilon);

        Assert.InRange(actual / direct, 1 - 1e-6, 1.002);
    }

    /// <summary>A grid of this step and no finer one.</summary>
    private static GridPolicy Exactly(double step) => GridPolicy.Default with { Interval = step, RefinedBits = 0 };

    /// <summary>The distribution of a sum of independent losses, by doubling; what exceeds the cap is dropped.</summary>
    private static (double[] Masses, long Lowest) DirectPower(double[] masses, long lowest, int count, long cap)
    {
        if (count == 1)
            return (masses, lowest);
        (double[] half, long halfLowest) = DirectPower(masses, lowest, count / 2, cap);
        (double[] Masses, long Lowest) whole = Direct(half, halfLowest, half, halfLowest, cap);
        return count % 2 == 0 ? whole : Direct(whole.Masses, whole.Lowest, masses, lowest, cap);
    }

    private static (double[] Masses, long Lowest) Direct(double[] left, long leftLowest, double[] right, long rightLowest, long cap)
    {
        long lowest = leftLowest + rightLowest;
        var sum = new double[Math.Min(left.Length + right.Length - 1, cap - lowest)];
        for (int i = 0; i < left.Length; i++)
        {
            if (left[i] < 1e-60)
                continue;
            for (int j = 0; j < right.Length && i + j < sum.Length; j++)
                sum[i + j] += left[i] * right[j];
        }

        return (sum, lowest);
    }

    internal static double SampledDelta(double q, double sigma, double epsilon)
    {
        if (Math.Exp(epsilon) <= 1 - q)
            return 1 - Math.Exp(epsilon);
        double z = (sigma * sigma * Math.Log((Math.Exp(epsilon) - 1 + q) / q)) + 0.5;
        return ((1 - q) * Above(z / sigma)) + (q * Above((z - 1) / sigma)) - (Math.Exp(epsilon) * Above(z / sigma));
    }

    private static double SampledDeltaBackward(double q, double sigma, double epsilon)
    {
        if (Math.Exp(-epsilon) <= 1 - q)
            return 0;
        double z = (sigma * sigma * Math.Log((Math.Exp(-epsilon) - 1 + q) / q)) + 0.5;
        return Above(-z / sigma) - (Math.Exp(epsilon) * (((1 - q) * Above(-z / sigma)) + (q * Above((1 - z) / sigma))));
    }

    private static double Loss(double z, double q, double sigma) => Math.Log(1 - q + (q * Math.Exp(((2 * z) - 1) / (2 * sigma * sigma))));

    private static double Density(double z, double q, double sigma) =>
        ((1 - q) * Normal.PDF(0, sigma, z)) + (q * Normal.PDF(1, sigma, z));

    private static double Above(double x) => SpecialFunctions.Erfc(x / Math.Sqrt(2)) / 2;
}
