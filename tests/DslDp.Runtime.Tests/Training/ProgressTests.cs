using DslDp.Accounting;
using static TorchSharp.torch;

namespace DslDp.Runtime.Tests.Training;

public sealed class ProgressTests : IDisposable
{
    private readonly HandWrittenModel model = new();
    private readonly PrivateDataset data = SmallData.Records();

    public void Dispose()
    {
        data.Dispose();
        model.Dispose();
    }

    [Fact]
    public void NeverShowsLessThanWasSpentAndIsExactAtTheEndOfAnEpoch()
    {
        var plan = Plans.WithNoise(2, steps: 45);
        using var trainer = model.CreatePrivateTrainer(plan, data);
        Assert.Equal((0, 45, 1, 5, 0.0), (trainer.Progress.Step, trainer.Progress.Steps, trainer.Progress.Epoch, trainer.Progress.Epochs, trainer.Progress.EpsilonSpent));
        while (!trainer.IsFinished)
        {
            trainer.Step();
            var spent = new RdpAccountant().Compose(plan.StepEvent, trainer.StepsTaken).GetEpsilon(plan.Delta);
            Assert.InRange(trainer.Progress.EpsilonSpent, spent, plan.ForRecords(Plans.Records).Epsilon!.Value);
        }
        var history = trainer.Finish().History;
        Assert.Equal([10, 20, 30, 40, 45], history.Select(entry => entry.Step));
        Assert.Equal([1, 2, 3, 4, 5], history.Select(entry => entry.Epoch));
        Assert.All(history, entry => Assert.Equal(new RdpAccountant().Compose(plan.StepEvent, entry.Step).GetEpsilon(plan.Delta), entry.EpsilonSpent));
    }

    [Fact]
    public void HoldsNothingOfTheData()
    {
        // Two data sets as different as can be: the progress of the two runs differs in its times only.
        using var scope = NewDisposeScope();
        using var zero = PrivateDataset.FromTensors(zeros(Plans.Records, 4), zeros(Plans.Records, dtype: ScalarType.Int64));
        Assert.Equal(PublicNumbers(data), PublicNumbers(zero));
    }

    [Fact]
    public void TheEvaluationIsOfTheLastEpoch()
    {
        var calls = 0;
        var plan = Plans.WithNoise(2, steps: 25);
        using var trainer = model.CreatePrivateTrainer(plan, data, new TrainingOptions { Evaluate = () => ++calls });
        var seen = new List<double?>();
        while (!trainer.IsFinished)
        {
            trainer.Step();
            seen.Add(trainer.Progress.Evaluation);
        }
        Assert.Equal(3, calls);
        Assert.Equal([.. Enumerable.Repeat<double?>(null, 9), .. Enumerable.Repeat<double?>(1, 10), .. Enumerable.Repeat<double?>(2, 5), 3], seen);
    }

    private List<TrainingProgress> PublicNumbers(PrivateDataset records) =>
        [.. model.TrainPrivately(Plans.WithNoise(2, steps: 30), records).History.Select(entry => entry with { Elapsed = TimeSpan.Zero, Remaining = TimeSpan.Zero, ExpectedExamplesPerSecond = 0 })];
}
