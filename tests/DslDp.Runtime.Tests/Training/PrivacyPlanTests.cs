using CsCheck;
using DslDp.Accounting;

namespace DslDp.Runtime.Tests.Training;

public sealed class PrivacyPlanTests
{
    [Theory]
    [InlineData(AccountantKind.Rdp)]
    [InlineData(AccountantKind.Pld)]
    public void WhatIsLeftToTheRunIsComputedWithinTheBudget(AccountantKind kind)
    {
        var plan = (Plans.LeftToTheRun with { Accountant = kind }).ForRecords(210);
        Assert.Equal(21, plan.Steps);
        Assert.Equal(20 / 210.0, plan.SamplingProbability);
        Assert.InRange(plan.Epsilon!.Value, 2.99, 3);
        Assert.Equal(plan.Epsilon, PrivacyAccountant.Create(kind).Compose(plan.PlannedEvent).GetEpsilon(1e-5));
    }

    [Theory]
    [InlineData(20, 1, 1)]
    [InlineData(39, 1, 1)]
    [InlineData(60_000, 30, 90_000)]
    public void StepsAreRoundedDownToAtLeastOne(long records, int epochs, int steps) =>
        Assert.Equal(steps, (Plans.LeftToTheRun with { Epochs = epochs, NoiseMultiplier = 5 }).ForRecords(records).Steps);

    [Fact]
    public void DeclaredStepsStand() =>
        Assert.Equal(7, (Plans.LeftToTheRun with { Epochs = null, Steps = 7 }).ForRecords(500).Steps);

    [Fact]
    public void WhateverIsLeftToTheRunItKeepsWithinTheBudget() =>
        Gen.Select(Gen.Double[0.1, 20], Gen.Long[1, 5_000], Gen.Int[1, 20], Gen.Long[1, 50]).Sample(
            (maxEpsilon, batchSize, epochs, batches) =>
            {
                var plan = Plans.LeftToTheRun with { MaxEpsilon = maxEpsilon, Delta = 1e-6, BatchSize = batchSize, Epochs = epochs };
                Assert.InRange(PlanCheck.Resolve(plan, batchSize * batches, learningRate: null).Epsilon!.Value, 0, maxEpsilon);
            },
            iter: 200);

    [Fact]
    public void TheStepIsGaussianNoiseOnAPoissonSample()
    {
        Assert.Equal(new PoissonSampledEvent(0.1, new GaussianEvent(2)), Plans.Usual.StepEvent);
        Assert.Equal(new SelfComposedEvent(Plans.Usual.StepEvent, 10), Plans.Usual.PlannedEvent);
    }

    [Fact]
    public void APlanWithoutRecordsHasNoEventYet() =>
        Assert.Contains("ask ForRecords", Assert.Throws<InvalidOperationException>(() => Plans.LeftToTheRun.StepEvent).Message);

    [Fact]
    public void AStaleEpsilonIsNotTrusted() =>
        Assert.NotEqual(0.001, (Plans.Usual with { Epsilon = 0.001 }).ForRecords(Plans.Records).Epsilon);

    [Theory]
    [InlineData(19, "The batch size 20 of HandWrittenModel is not between 1 and 19")]
    [InlineData(0, "is not between 1 and 0")]
    public void ABatchLargerThanTheDataIsRefused(long records, string message) =>
        Assert.Contains(message, Assert.Throws<ArgumentException>(() => Plans.LeftToTheRun.ForRecords(records)).Message);

    [Fact]
    public void NeitherEpochsNorStepsIsRefused() =>
        Assert.Contains("neither epochs nor steps", Assert.Throws<ArgumentException>(() => (Plans.LeftToTheRun with { Epochs = null }).ForRecords(200)).Message);

    [Fact]
    public void ADeltaOfOneByTheRecordsIsRefused() =>
        Assert.Contains("δ = 0.005 is not below 1 / 200", Assert.Throws<ArgumentException>(() => (Plans.LeftToTheRun with { Delta = 0.005 }).ForRecords(200)).Message);

    [Theory]
    [InlineData(AccountantKind.Rdp)]
    [InlineData(AccountantKind.Pld)]
    public void UnderReplaceOneMoreNoiseIsNeeded(AccountantKind kind)
    {
        // The noise is σ·C under every adjacency; that two clipped records can differ by 2C is the accountant's affair.
        var plain = Plans.LeftToTheRun with { BatchSize = 200, Accountant = kind };
        var single = plain.ForRecords(200).NoiseMultiplier!.Value;
        var replaced = (plain with { Adjacency = Adjacency.ReplaceOne }).ForRecords(200).NoiseMultiplier!.Value;
        Assert.Equal(2 * single, replaced, 1e-4);
    }
}
