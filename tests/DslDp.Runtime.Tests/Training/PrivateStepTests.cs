namespace DslDp.Runtime.Tests.Training;

/// <summary>Whatever a step does out of order leaves the weights as they were, and is charged all the same.</summary>
public sealed class PrivateStepTests : IDisposable
{
    private readonly HandWrittenModel model = new();
    private readonly PrivateDataset data = SmallData.Records();

    public void Dispose()
    {
        data.Dispose();
        model.Dispose();
    }

    [Fact]
    public void NoiseBeforeTheBatchLeavesTheWeights() => Refused("once a step, after the batch was drawn", step => step.AddNoiseAndDescend());

    [Fact]
    public void AStepThatDoesNothingIsRefused() => Refused("The step ended before noise was added", _ => { });

    [Fact]
    public void AStepThatEndsWithoutNoiseIsRefused() => Refused("The step ended before noise was added and the weights were updated", Sample);

    // Nothing but the step itself reaches the weights, and it gets to them by what the source has told it of alone.
    [Fact]
    public void NoEntryReachesTheWeightsBeforeItHasItsNoise()
    {
        var before = model.Weights();
        using var trainer = Trainer(model.DpSgdStep, new ChosenNoise((_, _) => throw new InvalidTimeZoneException()));
        Assert.Throws<InvalidTimeZoneException>(trainer.Step);
        Assert.Equal(before, model.Weights());
    }

    [Fact]
    public void ASecondBatchIsRefused() => Refused("The batch of this step was already drawn", step =>
    {
        Sample(step);
        Sample(step);
    });

    [Fact]
    public void ASecondWalkThroughTheSameBatchIsRefused() => Refused("The batch of this step was already drawn", step =>
    {
        var batches = step.SampleMicroBatches();
        Assert.NotEmpty(batches);
        _ = batches.Count();
    });

    [Fact]
    public void GradientsAfterTheNoiseAreRefused() => Refused("no more gradients may join the sum", step =>
    {
        using var batches = step.SampleMicroBatches().GetEnumerator();
        Assert.True(batches.MoveNext());
        step.AddNoiseAndDescend();
        batches.MoveNext();
    });

    [Fact]
    public void AnErrorInTheStepLeavesTheWeights()
    {
        var failure = new InvalidTimeZoneException();
        var before = model.Weights();
        using var trainer = Trainer(step => throw failure);
        Assert.Same(failure, Assert.Throws<InvalidTimeZoneException>(trainer.Step));
        Assert.Equal(before, model.Weights());
        Assert.Equal(1, trainer.StepsTaken);
    }

    [Fact]
    public void ASecondDescentChangesNothing()
    {
        float[]? afterTheFirst = null;
        using var trainer = Trainer(step =>
        {
            Sample(step);
            step.AddNoiseAndDescend();
            afterTheFirst = model.Weights();
            step.AddNoiseAndDescend();
        });
        Assert.Contains("once a step", Assert.Throws<InvalidOperationException>(trainer.Step).Message);
        Assert.Equal(afterTheFirst, model.Weights());
    }

    [Fact]
    public void TheSumStartsFromZeroAtEveryStep()
    {
        using var trainer = Trainer(step =>
        {
            Assert.Equal(0f, step.Gradient.Flat.abs().max().item<float>());
            model.DpSgdStep(step);
        });
        trainer.Step();
        trainer.Step();
    }

    private void Refused(string message, Action<PrivateStep> carryOut)
    {
        var before = model.Weights();
        using var trainer = Trainer(carryOut);
        Assert.Contains(message, Assert.Throws<InvalidOperationException>(trainer.Step).Message);
        Assert.Equal(before, model.Weights());
        Assert.Equal(1, trainer.StepsTaken);
        Assert.Equal(1, trainer.Finish().StepsTaken);
    }

    private PrivateTrainer Trainer(Action<PrivateStep> carryOut, ChosenNoise? noise = null) =>
        model.CreatePrivateTrainer(Plans.Usual, data, ChosenBatches.Always([.. Enumerable.Range(0, 50).Select(i => (long)i)], noise ?? ChosenNoise.None()), new TrainingOptions { MicroBatchSize = 7 }, carryOut);

    private static void Sample(PrivateStep step)
    {
        foreach (var batch in step.SampleMicroBatches())
            Assert.InRange(batch[0].shape[0], 1, 7);
    }
}
