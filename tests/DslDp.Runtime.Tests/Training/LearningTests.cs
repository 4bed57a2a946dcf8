using Xunit.Abstractions;
using static TorchSharp.torch;

namespace DslDp.Runtime.Tests.Training;

/// <summary>From data to a trained model, with the real sampler and the real noise.</summary>
public sealed class LearningTests(ITestOutputHelper output)
{
    private const int Seed = 7;

    [Fact]
    public void WithAHugeBudgetASmallProblemIsLearnt()
    {
        var accuracy = Trained(sigma: 0.05, steps: 300);
        output.WriteLine($"seed {Seed}, accuracy {accuracy}");
        Assert.True(accuracy >= 0.95, $"accuracy {accuracy}");
    }

    [Fact]
    public void WithNextToNoBudgetNothingIsLearnt()
    {
        // The weights walk at random; on average over starts a third is right.
        var accuracies = Enumerable.Range(0, 5).Select(_ => Trained(sigma: 300, steps: 300)).ToArray();
        output.WriteLine($"seed {Seed}, accuracies {string.Join(", ", accuracies)}");
        Assert.True(accuracies.Average() < 0.75, $"mean accuracy {accuracies.Average()}");
    }

    [Fact]
    public void WithMomentumAndWeightDecayItIsLearntToo()
    {
        var accuracy = Trained(sigma: 0.05, steps: 300, plan => plan with { Optimizer = new() { Kind = OptimizerKind.Sgd, LearningRate = 0.1, Momentum = 0.9, WeightDecay = 1e-4 } });
        output.WriteLine($"seed {Seed}, accuracy {accuracy}");
        Assert.True(accuracy >= 0.95, $"accuracy {accuracy}");
    }

    private static double Trained(double sigma, int steps, Func<PrivacyPlan, PrivacyPlan>? change = null)
    {
        using var model = new HandWrittenModel();
        using var data = SmallData.Records(seed: Seed);
        var plan = Plans.WithNoise(sigma, steps, maxEpsilon: 1e9);
        var result = model.TrainPrivately(change?.Invoke(plan) ?? plan, data, new TrainingOptions { Seed = Seed, Evaluate = () => Accuracy(model) });
        return result.History[^1].Evaluation!.Value;
    }

    private static double Accuracy(HandWrittenModel model)
    {
        var (pixels, labels) = SmallData.Draw(600, seed: Seed + 1);
        return model.call(pixels).argmax(1).eq(labels).to(ScalarType.Float64).mean().item<double>();
    }
}
