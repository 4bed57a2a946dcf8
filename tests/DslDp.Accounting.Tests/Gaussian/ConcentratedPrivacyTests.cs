namespace DslDp.Accounting.Tests;

public class ConcentratedPrivacyTests
{
    [Fact]
    public void Rho_of_gaussians_adds_up_and_converts_by_the_rdp_accountant()
    {
        var plan = new ComposedEvent(new SelfComposedEvent(new GaussianEvent(10), 100), new ZeroConcentratedEvent(0.25, 0), new DiscreteGaussianEvent(2));
        Assert.Equal(0.5 + 0.25 + 0.125, ZeroConcentratedPrivacy.Rho(plan), 1e-9);
        Assert.Equal(new RdpAccountant().Compose(plan).GetEpsilon(1e-6), ZeroConcentratedPrivacy.Epsilon(ZeroConcentratedPrivacy.Rho(plan), 1e-6), 1e-9);
        Assert.Equal(4 * ZeroConcentratedPrivacy.Rho(new GaussianEvent(3)), ZeroConcentratedPrivacy.Rho(new GaussianEvent(3), Adjacency.ReplaceOne), 1e-9);
        Assert.Equal(double.PositiveInfinity, ZeroConcentratedPrivacy.Rho(new GaussianEvent(0)));
        Assert.Equal(0, ZeroConcentratedPrivacy.Rho(new NoOpEvent()));
    }

    [Fact]
    public void What_has_no_rho_is_refused_by_name()
    {
        var refusal = Assert.Throws<UnsupportedEventException>(() => ZeroConcentratedPrivacy.Rho(new PoissonSampledEvent(0.1, new GaussianEvent(1))));
        Assert.Contains("PoissonSampledEvent", refusal.Message, StringComparison.Ordinal);
        Assert.Throws<UnsupportedEventException>(() => ZeroConcentratedPrivacy.Rho(new TreeAggregationEvent(1, 10, 1, 0)));
    }

    [Fact]
    public void Least_mu_is_that_of_a_gaussian_and_below_that_of_its_sampled_curve()
    {
        double[] deltas = [1e-3, 1e-5, 1e-8];
        var whole = (PldAccountant)new PldAccountant().Compose(new GaussianEvent(2), 4);
        Assert.InRange(GaussianPrivacy.LeastMu(whole, deltas), 1 - 1e-6, 1);

        var sampled = (PldAccountant)new PldAccountant().Compose(new PoissonSampledEvent(0.01, new GaussianEvent(1)), 1000);
        double mu = GaussianPrivacy.LeastMu(sampled, deltas);
        Assert.True(mu > 0);
        foreach (double delta in deltas)
            Assert.True(AnalyticGaussian.Epsilon(mu, delta) >= sampled.GetEpsilonLowerBound(delta) * (1 - 1e-9));
    }
}
