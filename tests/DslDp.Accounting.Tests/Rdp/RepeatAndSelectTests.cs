namespace DslDp.Accounting.Tests;

public class RepeatAndSelectTests
{
    private static readonly SelfComposedEvent Trial = new(new PoissonSampledEvent(0.01, new GaussianEvent(1)), 500);

    [ReferenceFact]
    public void A_geometric_number_of_trials_costs_what_the_reference_says()
    {
        ReferenceCase reference = ReferenceFile.Case("pub-076");
        double expected = reference.Number("rdp", "epsilon")!.Value;
        // The reference is larger by its divergences at fractional orders.
        Assert.InRange(Epsilon(new RepeatAndSelectEvent(Trial, 10, 1), reference.Delta) / expected, 1 - 1e-4, 1 + 1e-6);
    }

    [Theory]
    [InlineData(0.0, 5.0)]
    [InlineData(0.5, 5.0)]
    [InlineData(1.0, 5.0)]
    [InlineData(-0.5, 1.5)]
    [InlineData(3.0, 50.0)]
    public void The_parameter_gives_back_the_mean(double shape, double mean)
    {
        double gamma = Math.Exp(-TrialNumbers.LogOdds(mean, shape));
        double back = shape == 0 ? ((1 / gamma) - 1) / Math.Log(1 / gamma) : shape * (1 - gamma) / (gamma * (1 - Math.Pow(gamma, shape)));
        Assert.Equal(mean, back, 1e-9);
    }

    [Fact]
    public void One_trial_for_certain_is_the_trial() =>
        Assert.Equal(Epsilon(Trial, 1e-5), Epsilon(new RepeatAndSelectEvent(Trial, 1, 1), 1e-5), 1e-6);

    [Fact]
    public void More_trials_cost_more_and_less_than_composing_them_all()
    {
        foreach (double shape in new[] { 0, 1, double.PositiveInfinity })
        {
            double few = Epsilon(new RepeatAndSelectEvent(Trial, 5, shape), 1e-5), many = Epsilon(new RepeatAndSelectEvent(Trial, 100, shape), 1e-5);
            Assert.InRange(few, Epsilon(Trial, 1e-5), many);
            Assert.True(many < Epsilon(new SelfComposedEvent(Trial, 100), 1e-5));
        }
    }

    [Fact]
    public void Repetitions_are_counted()
    {
        var selection = new RepeatAndSelectEvent(Trial, 10, 1);
        Assert.True(Epsilon(new SelfComposedEvent(selection, 4), 1e-5) > 1.5 * Epsilon(selection, 1e-5));
    }

    [Fact]
    public void What_makes_no_sense_or_has_no_bound_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new RepeatAndSelectEvent(Trial, 0.5, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RepeatAndSelectEvent(Trial, 2, -1));
        Assert.Throws<UnsupportedEventException>(() => new PldAccountant().Compose(new RepeatAndSelectEvent(Trial, 2, 1)));
        Assert.Throws<UnsupportedEventException>(() => new RdpAccountant().Compose(new RepeatAndSelectEvent(new EpsilonDeltaEvent(1, 1e-9), 2, 1)));
        Assert.Throws<UnsupportedEventException>(() => new RdpAccountant(Adjacency.ReplaceOne).Compose(new RepeatAndSelectEvent(Trial, 2, 1)));
    }

    private static double Epsilon(PrivacyEvent plan, double delta) => new RdpAccountant().Compose(plan).GetEpsilon(delta);
}
