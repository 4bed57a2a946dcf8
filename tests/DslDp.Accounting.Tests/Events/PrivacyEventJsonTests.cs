namespace DslDp.Accounting.Tests;

public class PrivacyEventJsonTests
{
    public static TheoryData<string> Names => [.. All().Select(each => each.GetType().Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_event_comes_back_equal(string name)
    {
        PrivacyEvent before = All().Single(each => each.GetType().Name == name);
        Assert.Equal(before, PrivacyEventJson.Read(PrivacyEventJson.Write(before)));
    }

    [Fact]
    public void No_event_is_forgotten() =>
        Assert.Equal(
            typeof(PrivacyEvent).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(PrivacyEvent))).Select(type => type.Name).Order(),
            All().Select(each => each.GetType().Name).Order());

    [Fact]
    public void The_format_is_plain() =>
        Assert.Equal(
            """{"event":"SelfComposed","count":10000,"of":{"event":"PoissonSampled","samplingProbability":0.01,"of":{"event":"Gaussian","noiseMultiplier":1.1}}}""",
            PrivacyEventJson.Write(new SelfComposedEvent(new PoissonSampledEvent(0.01, new GaussianEvent(1.1)), 10_000)));

    [Theory]
    [InlineData("{", "not JSON")]
    [InlineData("3", "$ is not an object")]
    [InlineData("""{"event":"Gauss"}""", "no event named \"Gauss\"")]
    [InlineData("""{"event":"Gaussian"}""", "$ has no \"noiseMultiplier\"")]
    [InlineData("""{"event":"Composed","events":[{"event":"NoOp"},{"event":"Gaussian","noiseMultiplier":"x"}]}""", "$.events[1].noiseMultiplier must be a number")]
    [InlineData("""{"event":"SelfComposed","count":1.5,"of":{"event":"NoOp"}}""", "$.count must be a whole number")]
    public void What_is_wrong_is_said_with_its_place(string json, string message) =>
        Assert.Contains(message, Assert.Throws<FormatException>(() => PrivacyEventJson.Read(json)).Message, StringComparison.Ordinal);

    [Fact]
    public void Ranges_are_checked_on_reading() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => PrivacyEventJson.Read("""{"event":"Gaussian","noiseMultiplier":-1}"""));

    private static PrivacyEvent[] All() =>
    [
        new GaussianEvent(1.1),
        new LaplaceEvent(double.PositiveInfinity),
        new PoissonSampledEvent(0.1 + 0.2, new GaussianEvent(1e-300)),
        new SampledWithoutReplacementEvent(60_000, 256, new GaussianEvent(2)),
        new SelfComposedEvent(new LaplaceEvent(3), long.MaxValue),
        new ComposedEvent(new GaussianEvent(1), new ComposedEvent(), new NoOpEvent()),
        new SingleEpochTreeAggregationEvent(4, 10, 20),
        new ZeroConcentratedEvent(0.5, 0.01),
        new EpsilonDeltaEvent(1, 1e-9),
        new RandomizedResponseEvent(0.25, 5),
        new ExponentialMechanismEvent(0.7),
        new MixtureOfGaussiansEvent(2, [0, 1, 2.5], [0.5, 0.25, 0.25]),
        new TreeAggregationEvent(10, 1000, 5, 150),
        new TruncatedSubsampledGaussianEvent(10_000, 0.01, 130, 1.1),
        new DiscreteLaplaceEvent(0.5, 3),
        new DiscreteGaussianEvent(3.5, 2),
        new RepeatAndSelectEvent(new GaussianEvent(5), 10, double.PositiveInfinity),
        new NoOpEvent(),
        new NonPrivateEvent(),
    ];
}
