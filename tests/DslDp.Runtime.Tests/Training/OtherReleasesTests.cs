using DslDp.Accounting;
using DslDp.Reporting;

namespace DslDp.Runtime.Tests.Training;

/// <summary>What was released beside a run, and runs that go on from others, are in the ledger before the first step.</summary>
public sealed class OtherReleasesTests : IDisposable
{
    private static readonly PrivacyEvent Step = new PoissonSampledEvent(0.1, new GaussianEvent(2));

    private readonly HandWrittenModel model = new();
    private readonly PrivateDataset data = SmallData.Records();

    public void Dispose()
    {
        data.Dispose();
        model.Dispose();
    }

    [Fact]
    public void AReleaseIsInEveryEpsilonFromTheStart()
    {
        using var trainer = model.CreatePrivateTrainer(Plans.Usual, data, new TrainingOptions { OtherReleases = [new("the mean of the pixels", new GaussianEvent(5), Times: 2)] });
        Assert.Equal(Epsilon((new GaussianEvent(5), 2)), trainer.Progress.EpsilonSpent);
        Assert.Equal(0, trainer.StepsTaken);
        trainer.Step();
        var report = trainer.Finish().Report;
        Assert.Equal(Epsilon((new GaussianEvent(5), 2), (Step, 1)), report.Epsilon);
        Assert.Equal(Epsilon((Step, 1)), report.Document.Guarantee.TrainingEpsilon);
        Assert.Equal(1, report.Document.Mechanism.StepsRun);
        Assert.Contains(report.Document.DataAccesses, access => access is { Access: "the mean of the pixels", Covered: true });
    }

    [Fact]
    public void WhatIsOverTheBudgetIsReportedAsItIs()
    {
        var plan = Plans.Usual with { MaxEpsilon = Epsilon((Step, 10)) };
        var whole = Whole(plan, new TrainingOptions { OtherReleases = [new("labels", new GaussianEvent(1))] });
        Assert.False(whole.Document.Guarantee.WithinBudget);
        Assert.Equal(Epsilon((new GaussianEvent(1), 1), (Step, 10)), whole.Epsilon);
        Assert.True(Whole(plan, null).Document.Guarantee.WithinBudget);
    }

    [Fact]
    public void AReleaseThatTheAccountantCannotTreatIsRefusedBeforeTraining()
    {
        var release = new DataRelease("a mixture", new MixtureOfGaussiansEvent(1, [0, 1], [0.5, 0.5]));
        var error = Assert.Throws<ArgumentException>(() => model.CreatePrivateTrainer(Plans.Usual, data, new TrainingOptions { OtherReleases = [release] }));
        Assert.Contains("'a mixture'", error.Message);
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("labels", 0)]
    public void AReleaseIsDescribedAndHappened(string what, long times) =>
        Assert.Throws<ArgumentException>(() => model.CreatePrivateTrainer(Plans.Usual, data, new TrainingOptions { OtherReleases = [new(what, new GaussianEvent(1), times)] }));

    [Fact]
    public void AnEarlierRunCanBeARelease()
    {
        var tuning = Whole(Plans.Usual, null);
        var chosen = Whole(Plans.Usual, new TrainingOptions { OtherReleases = [DataRelease.Of(tuning)] });
        Assert.Equal(Epsilon((Step, 20)), chosen.Epsilon, 1e-12);
        Assert.Contains("HandWrittenModel, 10 steps", chosen.Document.DataAccesses[1].Access);
    }

    [Fact]
    public void AResumedRunHasTheStepsOfBothAndNotOneMore()
    {
        PrivacyReport first;
        using (var trainer = model.CreatePrivateTrainer(Plans.Usual, data))
        {
            for (var i = 0; i < 4; i++)
                trainer.Step();
            first = PrivacyReport.Read(trainer.Finish().Report.ToJson());
        }
        using var second = model.CreatePrivateTrainer(Plans.Usual, data, new TrainingOptions { ResumeFrom = first });
        Assert.Equal(4, second.StepsTaken);
        Assert.Equal(first.Epsilon, second.Progress.EpsilonSpent);
        while (!second.IsFinished)
            second.Step();
        Assert.Equal(10, second.StepsTaken);
        Assert.Throws<InvalidOperationException>(second.Step);
        var report = second.Finish().Report;
        Assert.Equal(Epsilon((Step, 10)), report.Epsilon);
        Assert.Equal((10L, RunEnding.Completed, 4L), (report.Document.Mechanism.StepsRun, report.Document.Mechanism.Ending, report.Document.Run.ResumedAfter));
        Assert.True(PrivacyReport.Verify(report.ToJson()).AddsUp);
    }

    [Fact]
    public void ACancelledResumedRunReportsBoth()
    {
        var first = Partly(3, null);
        var second = Partly(2, new TrainingOptions { ResumeFrom = first });
        Assert.Equal(5, second.Document.Mechanism.StepsRun);
        Assert.Equal(Epsilon((Step, 5)), second.Epsilon);
    }

    [Fact]
    public void ARunIsResumedUnderItsOwnPlanOnly()
    {
        var first = Partly(3, null);
        var error = Assert.Throws<ArgumentException>(() => model.CreatePrivateTrainer(Plans.WithNoise(3, steps: 10), data, new TrainingOptions { ResumeFrom = first }));
        Assert.Contains("NoiseMultiplier = 2; now it is 3", error.Message);
    }

    [Fact]
    public void AnEditedReportIsNotResumed()
    {
        var json = Partly(3, null).ToJson().Replace("\"times\": 3", "\"times\": 2", StringComparison.Ordinal);
        var edited = PrivacyReport.Read(json);
        Assert.Contains("does not add up", Assert.Throws<ArgumentException>(() => model.CreatePrivateTrainer(Plans.Usual, data, new TrainingOptions { ResumeFrom = edited })).Message);
        Assert.Contains("does not add up", Assert.Throws<ArgumentException>(() => DataRelease.Of(edited)).Message);
    }

    [Fact]
    public void ARunWithoutAGuaranteeIsNotBuiltUpon()
    {
        using var trainer = model.CreatePrivateTrainer(Plans.Usual, data, new RandomnessSources { Noise = ChosenNoise.None() });
        trainer.Step();
        var report = trainer.Finish().Report;
        Assert.Contains("no guarantee", Assert.Throws<ArgumentException>(() => model.CreatePrivateTrainer(Plans.Usual, data, new TrainingOptions { ResumeFrom = report })).Message);
    }

    private PrivacyReport Whole(PrivacyPlan plan, TrainingOptions? options) => model.TrainPrivately(plan, data, options).Report;

    private PrivacyReport Partly(int steps, TrainingOptions? options)
    {
        using var trainer = model.CreatePrivateTrainer(Plans.Usual, data, options);
        for (var i = 0; i < steps; i++)
            trainer.Step();
        return trainer.Finish().Report;
    }

    private static double Epsilon(params (PrivacyEvent Event, long Count)[] events) =>
        events.Aggregate((PrivacyAccountant)new RdpAccountant(), (accountant, each) => accountant.Compose(each.Event, each.Count)).GetEpsilon(1e-5);
}
