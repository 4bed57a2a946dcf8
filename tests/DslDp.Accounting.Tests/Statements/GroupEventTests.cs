using CsCheck;

namespace DslDp.Accounting.Tests.Statements;

/// <summary>The event of a group: exact where there is a closed form, one unit's for a group of one, never above the general bound nor below the unsampled truth.</summary>
public sealed class GroupEventTests
{
    private const double Delta = 1e-5;

    [Fact]
    public void AGroupOfOneIsItsUnit() => Gen.Select(Gen.Double[0.001, 1], Gen.Double[0.5, 5], Gen.Long[1, 500]).Sample(
        (probability, noise, steps) =>
        {
            var unit = new SelfComposedEvent(new PoissonSampledEvent(probability, new GaussianEvent(noise)), steps);
            double expected = new PldAccountant().Compose(unit).GetEpsilon(Delta);
            Assert.InRange(new PldAccountant().Compose(GroupPrivacy.EventOf(unit, 1)!).GetEpsilon(Delta), expected * (1 - 1e-3), (expected * (1 + 1e-3)) + 1e-6);
        },
        iter: 20);

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public void WithoutSamplingItIsTheGaussianOfSoManyTimesTheSensitivity(int size)
    {
        double exact = AnalyticGaussian.Epsilon(size / 4.0, Delta);
        Assert.Equal(exact, new PldAccountant().Compose(GroupPrivacy.EventOf(new GaussianEvent(4), size)!).GetEpsilon(Delta), exact * 1e-9);
        var everyone = new PoissonSampledEvent(1, new GaussianEvent(4));
        Assert.InRange(new PldAccountant().Compose(GroupPrivacy.EventOf(everyone, size)!).GetEpsilon(Delta), exact * (1 - 1e-6), exact * 1.01);
    }

    [Theory]
    [InlineData(0.1, 2.0, 10)]
    [InlineData(0.017, 1.236, 300)]
    public void ItIsNeverAboveTheGeneralBoundAndGrowsWithTheGroup(double probability, double noise, long steps)
    {
        var unit = new SelfComposedEvent(new PoissonSampledEvent(probability, new GaussianEvent(noise)), steps);
        double before = 0;
        foreach (int size in new[] { 1, 2, 3 })
        {
            double epsilon = new PldAccountant().Compose(GroupPrivacy.EventOf(unit, size)!).GetEpsilon(Delta);
            Assert.InRange(epsilon, before, GroupPrivacy.Epsilon(new PldAccountant().Compose(unit), size, Delta));
            before = epsilon;
        }
    }

    /// <summary>One step against numbers that are integrated directly: δ is the integral of what P exceeds e^ε Q by, for P of the group and Q without it.</summary>
    [Theory]
    [InlineData(0.2, 1.5, 3, 0.5)]
    [InlineData(0.05, 1.0, 4, 1.0)]
    public void DeltaOfOneStepIsTheIntegral(double probability, double noise, int size, double epsilon)
    {
        double[] drawn = [.. Enumerable.Range(0, size + 1).Select(count => MathNet.Numerics.Distributions.Binomial.PMF(probability, size, count))];
        const double Step = 1e-3;
        double with = 0, without = 0;
        for (double at = -20 * noise; at < size + (20 * noise); at += Step)
        {
            double group = Enumerable.Range(0, size + 1).Sum(count => drawn[count] * MathNet.Numerics.Distributions.Normal.PDF(count, noise, at));
            double nobody = MathNet.Numerics.Distributions.Normal.PDF(0, noise, at);
            with += Step * Math.Max(0, group - (Math.Exp(epsilon) * nobody));
            without += Step * Math.Max(0, nobody - (Math.Exp(epsilon) * group));
        }

        double delta = new PldAccountant().Compose(GroupPrivacy.EventOf(new PoissonSampledEvent(probability, new GaussianEvent(noise)), size)!).GetDelta(epsilon);
        Assert.InRange(delta, Math.Max(with, without) * (1 - 1e-5), Math.Max(with, without) * 1.01);
    }

    [Fact]
    public void PartsAreTurnedOneByOneAndOthersHaveNone()
    {
        var known = new ComposedEvent(new GaussianEvent(2), new SelfComposedEvent(new GaussianEvent(4), 3), new NoOpEvent());
        Assert.Equal(new ComposedEvent(new GaussianEvent(1), new SelfComposedEvent(new GaussianEvent(2), 3), new NoOpEvent()), GroupPrivacy.EventOf(known, 2));
        Assert.Null(GroupPrivacy.EventOf(new ComposedEvent(new GaussianEvent(2), new LaplaceEvent(1)), 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => GroupPrivacy.EventOf(known, 0));
        Assert.Throws<ArgumentNullException>(() => GroupPrivacy.EventOf(null!, 2));
    }
}
