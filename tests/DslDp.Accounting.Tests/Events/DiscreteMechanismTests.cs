namespace DslDp.Accounting.Tests;

/// <summary>Randomised response and the exponential mechanism in both accountants.</summary>
public class DiscreteMechanismTests
{
    [Fact]
    public void Randomised_response_has_the_divergence_of_its_two_distributions()
    {
        var response = new RandomizedResponseEvent(0.3, 4);
        double other = 0.3 / 4, own = 1 - (3 * other);
        Assert.Equal(Math.Log(own / other), response.Epsilon, 1e-14);
        foreach (double order in new[] { 1.5, 2, 7, 100 })
        {
            double expected = Math.Log((Math.Pow(own, order) * Math.Pow(other, 1 - order)) + (Math.Pow(other, order) * Math.Pow(own, 1 - order)) + (2 * other)) / (order - 1);
            var accountant = (RdpAccountant)new RdpAccountant(Adjacency.ReplaceOne).Compose(response, 3);
            Assert.Equal(1, accountant.GetRenyiDivergence(order) / (3 * expected), 1e-9);
        }
    }

    [Fact]
    public void Randomised_response_has_the_total_variation_of_its_two_distributions()
    {
        double delta = new PldAccountant(Adjacency.ReplaceOne).Compose(new RandomizedResponseEvent(0.3, 4)).GetDelta(0);
        Assert.InRange(delta, 0.7 * (1 - 1e-12), 0.7 * (1 + 1e-3));
        Assert.Equal(2 * new RandomizedResponseEvent(0.3, 4).Epsilon, new PldAccountant(Adjacency.ReplaceOne).Compose(new RandomizedResponseEvent(0.3, 4), 2).GetEpsilon(0), 1e-12);
    }

    [Fact]
    public void Repetitions_of_discrete_mechanisms_are_counted()
    {
        foreach (AccountantKind kind in new[] { AccountantKind.Pld, AccountantKind.Rdp })
        {
            foreach (PrivacyEvent each in new PrivacyEvent[] { new RandomizedResponseEvent(0.5, 2), new ExponentialMechanismEvent(0.3) })
            {
                double once = PrivacyAccountant.Create(kind, Adjacency.ReplaceOne).Compose(each).GetEpsilon(1e-6);
                double often = PrivacyAccountant.Create(kind, Adjacency.ReplaceOne).Compose(each, 10).GetEpsilon(1e-6);
                Assert.InRange(often, 3 * once, 10 * once * (1 + 1e-9));
            }
        }
    }

    [Fact]
    public void Randomised_response_is_refused_where_a_record_appears_or_vanishes()
    {
        Assert.Throws<UnsupportedEventException>(() => new PldAccountant().Compose(new RandomizedResponseEvent(0.5, 2)));
        Assert.Throws<UnsupportedEventException>(() => new RdpAccountant().Compose(new RandomizedResponseEvent(0.5, 2)));
    }

    [Fact]
    public void The_exponential_mechanism_is_concentrated_as_well_as_pure()
    {
        var accountant = (RdpAccountant)new RdpAccountant().Compose(new ExponentialMechanismEvent(0.4));
        Assert.Equal(1, accountant.GetRenyiDivergence(2) / (0.16 / 8 * 2), 1e-9);
        Assert.Equal(0.4, accountant.GetRenyiDivergence(double.PositiveInfinity));
    }

    [Fact]
    public void A_gaussian_beside_a_sampled_one_keeps_its_mass_in_both_directions()
    {
        // With so little noise the mirrored probabilities underflow; the direction must not lose them.
        var loud = new GaussianEvent(0.02);
        double together = new PldAccountant().Compose(loud).Compose(new PoissonSampledEvent(0.01, new GaussianEvent(1)), 10).GetEpsilon(1e-5);
        Assert.True(together >= new PldAccountant().Compose(loud).GetEpsilon(1e-5) * (1 - 1e-6));
    }

    /// <summary>Over all two-point distributions with losses t and t − ε, the worst at each point; and composed, never below any of them.</summary>
    [Fact]
    public void The_exponential_mechanism_is_the_worst_of_bounded_range()
    {
        const double Epsilon = 0.8;
        double Probability(double t) => (Math.Exp(Epsilon) - Math.Exp(t)) / (Math.Exp(Epsilon) - 1);
        double Delta(double t, int count, double at) => Enumerable.Range(0, count + 1).Sum(k =>
            new MathNet.Numerics.Distributions.Binomial(Probability(t), count).Probability(k) * Math.Max(0, 1 - Math.Exp(at - (count * t) + ((count - k) * Epsilon))));
        double[] all = Enumerable.Range(1, 799).Select(i => Epsilon * i / 800).ToArray();

        foreach (double at in new[] { 0, 0.1, 0.37, 0.6 })
            Assert.Equal(1, new PldAccountant().Compose(new ExponentialMechanismEvent(Epsilon)).GetDelta(at) / all.Max(t => Delta(t, 1, at)), 1e-3);
        foreach (double at in new[] { 0.5, 2, 4 })
            Assert.True(new PldAccountant().Compose(new ExponentialMechanismEvent(Epsilon), 12).GetDelta(at) >= all.Max(t => Delta(t, 12, at)));
        Assert.Equal(12 * Epsilon, new PldAccountant().Compose(new ExponentialMechanismEvent(Epsilon), 12).GetEpsilon(0), 1e-12);
    }
}
