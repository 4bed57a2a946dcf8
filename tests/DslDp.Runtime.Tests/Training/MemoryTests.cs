using TorchSharp;

namespace DslDp.Runtime.Tests.Training;

/// <summary>Steps leave no tensors behind: a long run needs no more memory than a short one.</summary>
public sealed class MemoryTests
{
    [Fact]
    public void TensorsAreNotKeptFromStepToStep()
    {
        using var model = new HandWrittenModel();
        using var data = SmallData.Records();
        using var trainer = model.CreatePrivateTrainer(Plans.WithNoise(2, steps: 60), data, new TrainingOptions { MicroBatchSize = 4 });
        var scopes = DisposeScopeManager.Statistics;
        var live = new List<long>();
        while (!trainer.IsFinished)
        {
            trainer.Step();
            live.Add(scopes.ThreadTotalLiveCount);
        }
        Assert.Equal(live[4], live[^1]);
    }
}
