using CsCheck;

namespace DslDp.Accounting.Tests;

public class PldPropertyTests
{
    /// <summary>Two grids are never quite the same, so that monotone quantities may cross by this much.</summary>
    private const double Grid = 2e-3;

    /// <summary>The rounding of the transforms is charged to δ, on another grid for each ε: below this, an upper bound says nothing of the curve.</summary>
    private const double Rounding = 1e-13;

    private static readonly Gen<(double Q, double Sigma, long Steps, double Delta)> Plans = Gen.Select(
        Gen.Double[-9, -0.05].Select(Math.Exp),
        Gen.Double[-0.7, 3].Select(Math.Exp),
        Gen.Double[0, 9].Select(log => (long)Math.Exp(log)),
        Gen.Double[-25, -4].Select(Math.Exp));

    [Fact]
    public void Never_above_renyi() =>
        Plans.Sample(plan =>
        {
            double pld = Epsilon(plan.Q, plan.Sigma, plan.Steps, plan.Delta);
            double rdp = new RdpAccountant().Compose(Plan(plan.Q, plan.Sigma, plan.Steps)).GetEpsilon(plan.Delta);
            return pld <= (rdp * (1 + Grid)) + 1e-9;
        }, iter: 60);

    [Fact]
    public void Epsilon_grows_with_sampling_steps_and_certainty_and_falls_with_noise() =>
        Gen.Select(Plans, Gen.Double[1.05, 3]).Sample((plan, factor) =>
        {
            double epsilon = (Epsilon(plan.Q, plan.Sigma, plan.Steps, plan.Delta) * (1 - Grid)) - 1e-9;
            return Epsilon(Math.Min(1, plan.Q * factor), plan.Sigma, plan.Steps, plan.Delta) >= epsilon
                && Epsilon(plan.Q, plan.Sigma / factor, plan.Steps, plan.Delta) >= epsilon
                && Epsilon(plan.Q, plan.Sigma, (long)(plan.Steps * factor) + 1, plan.Delta) >= epsilon
                && Epsilon(plan.Q, plan.Sigma, plan.Steps, plan.Delta / factor) >= epsilon;
        }, iter: 20);

    [Fact]
    public void Delta_falls_and_is_convex_in_the_exponential_of_epsilon() =>
        Plans.Sample(plan =>
        {
            PrivacyAccountant accountant = new PldAccountant().Compose(Plan(plan.Q, plan.Sigma, plan.Steps));
            double[] ratios = [1, 1.5, 2, 2.5, 3];
            double[] deltas = ratios.Select(ratio => accountant.GetDelta(Math.Log(ratio))).ToArray();
            return Enumerable.Range(1, 4).All(i => deltas[i] <= (deltas[i - 1] * (1 + Grid)) + Rounding)
                && Enumerable.Range(1, 3).All(i => deltas[i] <= ((deltas[i - 1] + deltas[i + 1]) / 2 * (1 + Grid)) + Rounding);
        }, iter: 30);

    [Fact]
    public void Delta_and_epsilon_are_inverse_to_each_other() =>
        Plans.Sample(plan =>
        {
            PrivacyAccountant accountant = new PldAccountant().Compose(Plan(plan.Q, plan.Sigma, plan.Steps));
            double epsilon = accountant.GetEpsilon(plan.Delta);

            // The grids are made for ε and for δ in turn. Compared is ε: at a small δ it takes a very small change of ε to change δ by much.
            return epsilon == 0 || Math.Abs(accountant.GetEpsilon(accountant.GetDelta(epsilon)) - epsilon) <= (3 * Grid * epsilon) + 1e-9;
        }, iter: 30);

    [Fact]
    public void Composition_is_commutative_and_associative()
    {
        PrivacyEvent a = Plan(0.01, 0.9, 300), b = Plan(0.1, 3, 50), c = new LaplaceEvent(8), d = new GaussianEvent(6);
        double left = new PldAccountant().Compose(new ComposedEvent(a, new ComposedEvent(b, d), c)).GetEpsilon(1e-6);
        double right = new PldAccountant().Compose(c).Compose(new ComposedEvent(d, b)).Compose(a).GetEpsilon(1e-6);
        Assert.Equal(left, right, 1e-10);
    }

    [Fact]
    public void Gaussian_releases_depend_on_the_sum_of_their_precisions_only()
    {
        double many = new PldAccountant().Compose(new GaussianEvent(10), 25).Compose(Plan(0.01, 1, 10)).GetEpsilon(1e-6);
        double one = new PldAccountant().Compose(new GaussianEvent(2)).Compose(Plan(0.01, 1, 10)).GetEpsilon(1e-6);
        Assert.Equal(1, many / one, 1e-6); // the grids differ a little
    }

    [Fact]
    public void Both_directions_agree_without_sampling()
    {
        var pair = LossAlternatives.Only(new GaussianPair(1.3, 1e-20));
        DiscreteLoss forward = LossDiscretizer.Discretise(pair, 1e-3, exchanged: false), backward = LossDiscretizer.Discretise(pair, 1e-3, exchanged: true);
        double Delta(DiscreteLoss loss) => loss.Infinity + loss.Masses.Select((mass, i) => mass * Math.Max(0, 1 - Math.Exp(0.5 - ((loss.Lowest + i) * 1e-3)))).Sum();
        Assert.Equal(Delta(forward), Delta(backward), 1e-12);
        Assert.Equal(AnalyticGaussian.Delta(1 / 1.3, 0.5), Delta(forward), 1e-6);
    }

    [Fact]
    public void Finer_grids_give_smaller_bounds_that_meet()
    {
        PrivacyEvent plan = Plan(0.02, 1, 400);
        double[] bounds = new[] { 1e-2, 1e-3, 1e-4 }.Select(interval => new PldAccountant(Adjacency.AddOrRemoveOne, GridPolicy.Default with { Interval = interval, RefinedBits = 0 }).Compose(plan).GetEpsilon(1e-6)).ToArray();
        Assert.True(bounds[0] > bounds[1] && bounds[1] > bounds[2], string.Join(", ", bounds));
        Assert.Equal(1, bounds[1] / bounds[2], 1e-3);
        // A grid that is asked for and costs too much is made finer.
        Assert.InRange(new PldAccountant(Adjacency.AddOrRemoveOne, 1e-2).Compose(plan).GetEpsilon(1e-6), bounds[2] * (1 - 1e-6), bounds[2] * 1.001);
    }

    [Theory]
    [InlineData(1e-6, 0.3, 1_000_000, 1e-12)]
    [InlineData(1e-6, 100, 1_000_000, 1e-12)]
    [InlineData(1, 0.3, 1_000_000, 1e-12)]
    [InlineData(0.5, 100, 1_000_000, 1e-12)]
    [InlineData(0.5, 0.3, 1_000_000, 1e-12)]
    [InlineData(0.01, 1, 1_000_000, 1e-12)]
    [InlineData(0.01, 0.05, 1_000, 1e-5)]
    [InlineData(0.01, 0.01, 1_000, 1e-5)]
    [InlineData(0.01, 1e6, 1_000, 1e-5)]
    [InlineData(1e-12, 1, 1_000, 1e-5)]
    [InlineData(0.9999999999, 1, 10, 1e-5)]
    [InlineData(0.01, 1, 1, 1e-30)]
    [InlineData(0.01, 1, 1_000, 0.9)]
    public void Corners_give_an_answer_that_is_not_above_renyi_and_not_below_what_is_certain(double q, double sigma, long steps, double delta)
    {
        double epsilon = Epsilon(q, sigma, steps, delta);
        double renyi = new RdpAccountant().Compose(Plan(q, sigma, steps)).GetEpsilon(delta);
        Assert.InRange(epsilon, 0, (renyi * (1 + Grid)) + 1e-9);
        // One step of the composition already has at least this δ; and the whole is no better than one step.
        if (steps > 1)
            Assert.True(epsilon >= (Epsilon(q, sigma, 1, delta) * (1 - Grid)) - 1e-9);
        Assert.InRange(new PldAccountant().Compose(Plan(q, sigma, steps)).GetDelta(1), 0, 1);
    }

    [Fact]
    public void No_sampling_no_noise_and_infinite_noise_are_what_they_are()
    {
        Assert.Equal(0, Epsilon(0, 1, 1000, 1e-5));
        Assert.Equal(0, Epsilon(0.1, double.PositiveInfinity, 1000, 1e-5));
        Assert.Equal(double.PositiveInfinity, Epsilon(0.1, 0, 1, 1e-5));
        Assert.Equal(double.PositiveInfinity, Epsilon(0.1, 1, 1, 0));
        Assert.Equal(0, Epsilon(0.1, 1, 1, 1));
        Assert.Equal(5, new PldAccountant().Compose(new LaplaceEvent(2), 10).GetEpsilon(0), 1e-12);
        Assert.Equal(double.PositiveInfinity, new PldAccountant().Compose(new EpsilonDeltaEvent(1, 1e-6), 20).GetEpsilon(1e-5));
    }

    private static SelfComposedEvent Plan(double q, double sigma, long steps) =>
        new(new PoissonSampledEvent(q, new GaussianEvent(sigma)), steps);

    private static double Epsilon(double q, double sigma, long steps, double delta) =>
        new PldAccountant().Compose(Plan(q, sigma, steps)).GetEpsilon(delta);
}
