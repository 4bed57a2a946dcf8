using DslDp.Accounting;
using static TorchSharp.torch;

namespace DslDp.Runtime.Tests.Training;

/// <summary>What a trainer refuses, and how a run ends.</summary>
public sealed class PrivateTrainerTests : IDisposable
{
    private readonly HandWrittenModel model = new();
    private readonly PrivateDataset data = SmallData.Records();

    public void Dispose()
    {
        data.Dispose();
        model.Dispose();
    }

    [Fact]
    public void APlanAboveItsBudgetIsRefused()
    {
        var spent = Spent(Plans.Usual, 10);
        var over = Plans.Usual with { MaxEpsilon = spent * 0.999, Epsilon = 0.1 };
        Assert.Contains("more than the budget", Assert.Throws<ArgumentException>(() => model.CreatePrivateTrainer(over, data)).Message);
        model.CreatePrivateTrainer(over with { MaxEpsilon = spent * 1.001 }, data).Dispose();
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(0)]
    public void ABudgetThatIsNoneIsRefused(double maxEpsilon) =>
        Assert.Throws<ArgumentException>(() => model.CreatePrivateTrainer(Plans.Usual with { MaxEpsilon = maxEpsilon }, data));

    [Fact]
    public void NoNoiseIsAboveAnyBudget() =>
        Assert.Throws<ArgumentException>(() => model.CreatePrivateTrainer(Plans.Usual with { NoiseMultiplier = 0, MaxEpsilon = 1e300 }, data));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(double.NaN)]
    public void ADeltaThatIsNoneIsRefused(double delta) =>
        Assert.Contains("between 0 and 1", Assert.Throws<ArgumentException>(() => model.CreatePrivateTrainer(Plans.Usual with { Delta = delta }, data)).Message);

    [Fact]
    public void TheUserAsUnitIsRefused() =>
        Assert.Contains("one example at a time", Assert.Throws<NotSupportedException>(() => model.CreatePrivateTrainer(Plans.Usual with { Unit = PrivacyUnit.User }, data)).Message);

    [Fact]
    public void AnotherNumberOfRecordsIsRefused()
    {
        using var more = SmallData.Records(Plans.Records + 1);
        Assert.Contains("The data set has 201 records; HandWrittenModel was declared for 200.", Assert.Throws<ArgumentException>(() => model.CreatePrivateTrainer(Plans.Usual, more)).Message);
    }

    [Fact]
    public void ASamplerThatJustifiesAnotherEventIsRefused()
    {
        var randomness = new RandomnessSources { Sampler = (_, q) => new ChosenBatches(q / 2, () => []) };
        Assert.Contains("the sampler justifies PoissonSampledEvent(0.05,", Assert.Throws<InvalidOperationException>(() => model.CreatePrivateTrainer(Plans.Usual, data, randomness)).Message);
    }

    [Fact]
    public void DataThatDoNotFitAreRefusedBeforeTheModelIsTouched()
    {
        using var scope = NewDisposeScope();
        using var wrong = PrivateDataset.FromTensors(zeros(Plans.Records, 5), zeros(Plans.Records, dtype: ScalarType.Int64));
        var before = model.Weights();
        Assert.Contains("'pixels'", Assert.Throws<ArgumentException>(() => model.CreatePrivateTrainer(Plans.Usual, wrong, new TrainingOptions { Seed = 1 })).Message);
        Assert.Equal(before, model.Weights());
        Assert.All(model.parameters(), parameter => Assert.True(parameter.requires_grad));
    }

    [Fact]
    public void AStepAfterTheLastIsRefused()
    {
        using var trainer = model.CreatePrivateTrainer(Plans.Usual, data);
        while (!trainer.IsFinished)
            trainer.Step();
        var weights = model.Weights();
        Assert.Equal(10, trainer.StepsTaken);
        Assert.Contains("another step would not be covered by its budget", Assert.Throws<InvalidOperationException>(trainer.Step).Message);
        Assert.Equal(10, trainer.StepsTaken);
        Assert.Equal(weights, model.Weights());
    }

    [Fact]
    public void TheStepIsChargedBeforeTheDataAreTouched()
    {
        var chargedAtDraw = -1;
        PrivateTrainer? trainer = null;
        var randomness = new RandomnessSources
        {
            Noise = ChosenNoise.None(),
            Sampler = (_, q) => new ChosenBatches(q, () =>
            {
                chargedAtDraw = trainer!.StepsTaken;
                return [];
            }),
        };
        using (trainer = model.CreatePrivateTrainer(Plans.Usual, data, randomness))
            trainer.Step();
        Assert.Equal(1, chargedAtDraw);
    }

    [Fact]
    public void FailedStepsCountToo()
    {
        using var trainer = model.CreatePrivateTrainer(Plans.Usual, data, ChosenBatches.Always([], ChosenNoise.None()), step: _ => throw new InvalidTimeZoneException());
        for (var i = 0; i < 10; i++)
            Assert.Throws<InvalidTimeZoneException>(trainer.Step);
        Assert.True(trainer.IsFinished);
        Assert.Throws<InvalidOperationException>(trainer.Step);
        Assert.Equal(Spent(Plans.Usual, 10), trainer.Finish().Report.Epsilon);
    }

    [Fact]
    public void ACancelledRunReportsWhatItReallySpent()
    {
        using var cancellation = new CancellationTokenSource();
        var progress = new Immediate(at =>
        {
            if (at.Step == 3)
                cancellation.Cancel();
        });
        var result = model.TrainPrivately(Plans.Usual, data, progress: progress, cancellation: cancellation.Token);

        Assert.False(result.Completed);
        Assert.Equal(3, result.StepsTaken);
        Assert.Equal(Spent(Plans.Usual, 3), result.Report.Epsilon);
        Assert.True(result.Report.Epsilon < Spent(Plans.Usual, 10));
    }

    [Fact]
    public void ARunThatWasCancelledBeforeItBeganSpentNothing()
    {
        var before = model.Weights();
        var result = model.TrainPrivately(Plans.Usual, data, cancellation: new CancellationToken(canceled: true));
        Assert.Equal((false, 0, 0.0), (result.Completed, result.StepsTaken, result.Report.Epsilon));
        Assert.Equal(before, model.Weights());
    }

    [Fact]
    public void ACompletedRunSpendsWhatWasPlanned()
    {
        var result = model.TrainPrivately(Plans.Usual, data);
        Assert.True(result.Completed);
        Assert.Equal(10, result.StepsTaken);
        Assert.Equal(Spent(Plans.Usual, 10), result.Report.Epsilon);
    }

    [Fact]
    public void AfterFinishThereIsNoStepAndTheSameResult()
    {
        using var trainer = model.CreatePrivateTrainer(Plans.Usual, data);
        trainer.Step();
        var result = trainer.Finish();
        Assert.Same(result, trainer.Finish());
        Assert.True(trainer.IsFinished);
        Assert.Throws<InvalidOperationException>(trainer.Step);
    }

    [Fact]
    public void ADisposedTrainerTrainsNoMore()
    {
        var trainer = model.CreatePrivateTrainer(Plans.Usual, data);
        trainer.Dispose();
        trainer.Dispose();
        Assert.Throws<ObjectDisposedException>(trainer.Step);
        Assert.Throws<ObjectDisposedException>(trainer.Finish);
    }

    private static double Spent(PrivacyPlan plan, int steps) =>
        new RdpAccountant(plan.Adjacency).Compose(plan.StepEvent, steps).GetEpsilon(plan.Delta);

    private sealed class Immediate(Action<TrainingProgress> report) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => report(value);
    }
}
