using System.Globalization;

namespace DslDp.Accounting.Tests;

public class EventTests
{
    [Fact]
    public void Events_are_values()
    {
        Assert.Equal(Step(), Step());
        Assert.Equal(Step().GetHashCode(), Step().GetHashCode());
        Assert.Equal(new ComposedEvent(Step(), new NoOpEvent()), new ComposedEvent(Step(), new NoOpEvent()));
        Assert.Equal(new ComposedEvent(Step()).GetHashCode(), new ComposedEvent(Step()).GetHashCode());
        Assert.NotEqual(new ComposedEvent(Step(), new NoOpEvent()), new ComposedEvent(new NoOpEvent(), Step()));
        Assert.Equal(new SingleEpochTreeAggregationEvent(2, 3, 4), new SingleEpochTreeAggregationEvent(2, 3, 4));
    }

    [Fact]
    public void Events_print_as_written_in_any_culture()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new CultureInfo("de-DE");
        try
        {
            Assert.Equal("SelfComposedEvent(PoissonSampledEvent(0.01, GaussianEvent(1.1)), 10000)", new SelfComposedEvent(Step(), 10_000).ToString());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void What_makes_no_sense_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new GaussianEvent(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new GaussianEvent(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LaplaceEvent(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PoissonSampledEvent(1.1, new NoOpEvent()));
        Assert.Throws<ArgumentNullException>(() => new PoissonSampledEvent(0.1, null!));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SelfComposedEvent(new NoOpEvent(), -1));
        Assert.Throws<ArgumentNullException>(() => new ComposedEvent(new NoOpEvent(), null!));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SampledWithoutReplacementEvent(10, 11, new NoOpEvent()));
        Assert.Throws<ArgumentOutOfRangeException>(() => new EpsilonDeltaEvent(1, 1.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ZeroConcentratedEvent(-0.1));
        Assert.Throws<ArgumentException>(() => new SingleEpochTreeAggregationEvent(1));
        Assert.Throws<ArgumentException>(() => new RdpAccountant(orders: [1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RdpAccountant().GetEpsilon(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RdpAccountant().GetDelta(-1));
    }

    [Fact]
    public void A_refused_event_leaves_the_accountant_as_it_was()
    {
        var accountant = new RdpAccountant();
        Assert.Throws<UnsupportedEventException>(() => accountant.Compose(new ComposedEvent(new GaussianEvent(1), new PoissonSampledEvent(0.1, new LaplaceEvent(1)))));
        Assert.Equal(0, accountant.GetEpsilon(1e-5));
    }

    [Fact]
    public void Too_many_repetitions_are_refused_not_wrapped() =>
        Assert.Throws<ArgumentException>(() => new RdpAccountant().Compose(new SelfComposedEvent(new SelfComposedEvent(Step(), long.MaxValue), 2)));

    [Fact]
    public void Several_gaussian_releases_of_one_sample_are_one()
    {
        var together = new PoissonSampledEvent(0.1, new ComposedEvent(new GaussianEvent(3), new SelfComposedEvent(new GaussianEvent(8), 4)));
        var one = new PoissonSampledEvent(0.1, new GaussianEvent(1 / Math.Sqrt((1 / 9.0) + (4 / 64.0))));
        Assert.Equal(new RdpAccountant().Compose(one, 100).GetEpsilon(1e-5), new RdpAccountant().Compose(together, 100).GetEpsilon(1e-5), 1e-12);
    }

    [Fact]
    public void Nested_sampling_multiplies_the_probabilities()
    {
        var nested = new PoissonSampledEvent(0.5, new PoissonSampledEvent(0.25, new GaussianEvent(2)));
        var flat = new PoissonSampledEvent(0.125, new GaussianEvent(2));
        Assert.Equal(new RdpAccountant().Compose(flat).GetEpsilon(1e-5), new RdpAccountant().Compose(nested).GetEpsilon(1e-5));
    }

    private static PoissonSampledEvent Step() => new(0.01, new GaussianEvent(1.1));
}
