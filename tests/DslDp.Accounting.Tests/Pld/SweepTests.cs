namespace DslDp.Accounting.Tests;

/// <summary>
/// The whole range of plans, corners included. Witnesses that share nothing with the grids: Rényi divergences by quadrature, the closed
/// form of one step, the analytic Gaussian without sampling, and the two certain facts that more steps and replacing spend no less.
/// </summary>
public class SweepTests
{
    private static readonly double[] Probabilities = [1e-6, 1e-3, 0.2, 1];

    private static readonly double[] Noises = [0.3, 0.7, 2, 100];

    public static TheoryData<double, double> Plans
    {
        get
        {
            var plans = new TheoryData<double, double>();
            foreach (double q in Probabilities)
            {
                foreach (double sigma in Noises)
                    plans.Add(q, sigma);
            }

            return plans;
        }
    }

    [Theory]
    [MemberData(nameof(Plans))]
    public void Every_answer_lies_between_its_witnesses(double q, double sigma)
    {
        foreach (double delta in new[] { 1e-5, 1e-12 })
        {
            double before = 0;
            foreach (long steps in new long[] { 1, 1_000, 1_000_000 })
            {
                var step = new PoissonSampledEvent(q, new GaussianEvent(sigma));
                var accountant = (PldAccountant)new PldAccountant().Compose(step, steps);
                double epsilon = accountant.GetEpsilon(delta);
                double above = new RdpAccountant().Compose(step, steps).GetEpsilon(delta);
                double below = Math.Max(before, q == 1 ? AnalyticGaussian.Epsilon(Math.Sqrt(steps) / sigma, delta) : OneStep(q, sigma, delta));

                Assert.True(epsilon <= (above * (1 + 1e-9)) + 1e-12, $"{steps} steps at δ = {delta}: {epsilon} is above {above} by Rényi divergences");
                Assert.True(epsilon >= below * (1 - 1e-9), $"{steps} steps at δ = {delta}: {epsilon} is below {below}");
                Assert.InRange(accountant.GetEpsilonLowerBound(delta), 0, epsilon);
                if (steps == 1 || q == 1)
                    Assert.True(epsilon <= (below * 1.003) + 1e-9, $"{steps} steps at δ = {delta}: {epsilon} is far above {below}");
                // Two grids may differ by so much.
                before = epsilon * (1 - 3e-3);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Plans))]
    public void Replacing_costs_no_less_than_removing_and_no_more_than_two_changes(double q, double sigma)
    {
        foreach (long steps in new long[] { 1, 1_000_000 })
        {
            const double Delta = 1e-6;
            var step = new PoissonSampledEvent(q, new GaussianEvent(sigma));
            double one = new PldAccountant().Compose(step, steps).GetEpsilon(Delta);
            double replaced = new PldAccountant(Adjacency.ReplaceOne).Compose(step, steps).GetEpsilon(Delta);
            double blanked = new PldAccountant(Adjacency.ZeroOut).Compose(step, steps).GetEpsilon(Delta);
            Assert.Equal(one, blanked);
            Assert.True(replaced >= (one * (1 - 3e-3)) - 1e-9, $"{steps} steps: {replaced} below {one}");
            if (replaced > 1000)
                continue; // exp(ε) below would overflow
            // By group privacy: δ(2ε) of two changes is at most (1 + exp ε)·δ(ε).
            double half = new PldAccountant().Compose(step, steps).GetEpsilon(Delta / (1 + Math.Exp(replaced / 2)));
            Assert.True(double.IsPositiveInfinity(half) || replaced <= (2 * half * (1 + 3e-3)) + 1e-9, $"{steps} steps: {replaced} above twice {half}");
        }
    }

    /// <summary>ε of one step, exactly: the outcome at which the likelihood ratio is exp(ε) separates the two, in the direction of removal.</summary>
    private static double OneStep(double q, double sigma, double delta)
    {
        double Delta(double epsilon)
        {
            double z = (sigma * sigma * Math.Log((Math.Exp(epsilon) - 1 + q) / q)) + 0.5;
            return (q * NormalTail.Above((z - 1) / sigma)) - ((Math.Exp(epsilon) - 1 + q) * NormalTail.Above(z / sigma));
        }

        if (Delta(0) <= delta)
            return 0;
        double low = 0, high = 1;
        while (Delta(high) > delta)
            high *= 2;
        for (int i = 0; i < 100; i++)
        {
            double middle = (low + high) / 2;
            if (Delta(middle) > delta)
                low = middle;
            else
                high = middle;
        }

        return low;
    }
}
