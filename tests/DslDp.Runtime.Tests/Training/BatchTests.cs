using static TorchSharp.torch;

namespace DslDp.Runtime.Tests.Training;

/// <summary>The draws that are rare, and where implementations go wrong.</summary>
public sealed class BatchTests : IDisposable
{
    private readonly HandWrittenModel model = new();
    private readonly PrivateDataset data = SmallData.Records();

    public void Dispose()
    {
        data.Dispose();
        model.Dispose();
    }

    [Fact]
    public void AnEmptyDrawGetsItsNoiseAndIsCharged()
    {
        var noise = new ChosenNoise((flat, _) => flat.add_(1));
        var before = model.Weights();
        using var trainer = model.CreatePrivateTrainer(Plans.Usual, data, ChosenBatches.Always([], noise));
        trainer.Step();

        Assert.Equal([Plans.Usual.NoiseMultiplier!.Value * Plans.Usual.ClipNorm], noise.Deviations);
        Assert.Equal(1, trainer.StepsTaken);
        // Noise 1 on every entry, learning rate 0.5, expected batch size 20.
        Assert.All(before.Zip(model.Weights()), pair => Assert.Equal(pair.First - (0.5 / 20), pair.Second, 1e-6));
    }

    [Theory]
    [InlineData(64)]
    [InlineData(7)]
    [InlineData(1)]
    public void ABatchLargerThanExpectedIsUsedWhole(int microBatchSize)
    {
        // 61 records where 20 are expected.
        var records = Enumerable.Range(0, 61).Select(i => (long)(i * 3)).ToArray();
        var before = model.Weights();
        using var scope = NewDisposeScope();
        var rows = data.Select(records);
        using var expected = model.ComputeClippedGradients(rows[0], rows[1], Plans.Usual.ClipNorm);
        var sums = model.named_parameters().SelectMany(each => expected.Sums[each.name].reshape(-1).data<float>().ToArray()).ToArray();

        using var trainer = model.CreatePrivateTrainer(Plans.Usual, data, ChosenBatches.Always(records, ChosenNoise.None()), new TrainingOptions { MicroBatchSize = microBatchSize });
        trainer.Step();

        var moved = before.Zip(model.Weights(), (from, to) => (from - to) * 20 / 0.5);
        Assert.All(sums.Zip(moved), pair => Assert.Equal(pair.First, pair.Second, 2e-4));
    }

    [Fact]
    public void TheSumIsDividedByTheExpectedSizeNeverByTheDrawn()
    {
        var noise = new ChosenNoise((flat, _) => flat.fill_(8));
        var before = model.Weights();
        using var trainer = model.CreatePrivateTrainer(Plans.Usual, data, ChosenBatches.Always([1, 2, 3], noise));
        trainer.Step();
        Assert.All(before.Zip(model.Weights()), pair => Assert.Equal(pair.First - (0.5 * 8 / 20), pair.Second, 1e-6));
    }

    [Fact]
    public void AnExampleThatIsNotANumberLeavesTheOthersAlone()
    {
        using var scope = NewDisposeScope();
        var (pixels, labels) = SmallData.Draw(Plans.Records, seed: 1);
        pixels[3] = float.NaN;
        using var broken = PrivateDataset.FromTensors(pixels, labels);
        var start = model.Weights();

        var with = AfterOneStep(broken, [1, 2, 3, 4]);
        Restore(start);
        var without = AfterOneStep(broken, [1, 2, 4]);

        Assert.DoesNotContain(with, weight => !float.IsFinite(weight));
        Assert.All(with.Zip(without), pair => Assert.Equal(pair.First, pair.Second, 1e-7));
    }

    [Fact]
    public void NoiseIsAddedOnceHoweverManyMicroBatches()
    {
        var noise = ChosenNoise.None();
        using var trainer = model.CreatePrivateTrainer(Plans.Usual, data, ChosenBatches.Always([.. Enumerable.Range(0, 100).Select(i => (long)i)], noise), new TrainingOptions { MicroBatchSize = 3 });
        trainer.Step();
        Assert.Single(noise.Deviations);
    }

    private float[] AfterOneStep(PrivateDataset records, long[] drawn)
    {
        using var trainer = model.CreatePrivateTrainer(Plans.Usual, records, ChosenBatches.Always(drawn, ChosenNoise.None()));
        trainer.Step();
        return model.Weights();
    }

    private void Restore(float[] weights)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var from = 0;
        foreach (var parameter in model.parameters())
        {
            var length = (int)parameter.numel();
            parameter.copy_(tensor(weights[from..(from + length)]).reshape(parameter.shape));
            from += length;
        }
    }
}
