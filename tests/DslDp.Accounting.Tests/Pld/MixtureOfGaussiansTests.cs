namespace DslDp.Accounting.Tests;

public class MixtureOfGaussiansTests
{
    [Fact]
    public void Contributions_of_nothing_or_one_norm_are_poisson_sampling()
    {
        foreach (double epsilon in new[] { 0.1, 0.5, 2 })
        {
            double mixture = new PldAccountant().Compose(new MixtureOfGaussiansEvent(1.2, [0, 1], [0.95, 0.05]), 50).GetDelta(epsilon);
            double sampled = new PldAccountant().Compose(new PoissonSampledEvent(0.05, new GaussianEvent(1.2)), 50).GetDelta(epsilon);
            Assert.Equal(1, mixture / sampled, 1e-6);
        }
    }

    [Fact]
    public void A_certain_contribution_is_a_gaussian_of_that_sensitivity()
    {
        double mixture = new PldAccountant().Compose(new MixtureOfGaussiansEvent(6, [3], [1])).GetEpsilon(1e-6);
        Assert.InRange(mixture / AnalyticGaussian.Epsilon(0.5, 1e-6), 1 - 1e-12, 1 + 1e-4);
    }

    [Fact]
    public void More_contributions_cost_more()
    {
        static double Epsilon(params double[] sensitivities) =>
            new PldAccountant().Compose(new MixtureOfGaussiansEvent(2, sensitivities, [0.8, 0.15, 0.05]), 20).GetEpsilon(1e-6);
        Assert.True(Epsilon(0, 1, 1) < Epsilon(0, 1, 2));
        Assert.True(Epsilon(0, 1, 2) < Epsilon(0, 2, 2));
        Assert.Equal(0, Epsilon(0, 0, 0));
    }

    [Fact]
    public void What_makes_no_sense_or_has_no_bound_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new MixtureOfGaussiansEvent(1, [0, 1], [0.5]));
        Assert.Throws<ArgumentException>(() => new MixtureOfGaussiansEvent(1, [0, 1], [0.5, 0.4]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MixtureOfGaussiansEvent(1, [-1], [1]));
        Assert.Throws<UnsupportedEventException>(() => new PldAccountant(Adjacency.ReplaceOne).Compose(new MixtureOfGaussiansEvent(1, [1], [1])));
        Assert.Throws<UnsupportedEventException>(() => new RdpAccountant().Compose(new MixtureOfGaussiansEvent(1, [1], [1])));
    }
}
