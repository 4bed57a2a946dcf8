namespace DslDp.Runtime.Tests.Training;

/// <summary>A run gives the model back as it was, but for its weights.</summary>
public sealed class TrainingModeTests : IDisposable
{
    private readonly HandWrittenModel model = new();
    private readonly PrivateDataset data = SmallData.Records();

    public void Dispose()
    {
        data.Dispose();
        model.Dispose();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void TheModeOfEachLayerIsRestored(bool training)
    {
        model.train(training);
        var odd = model.modules().First();
        odd.train(!training);
        using (var trainer = model.CreatePrivateTrainer(Plans.Usual, data))
        {
            Assert.True(model.training);
            Assert.True(odd.training);
            trainer.Finish();
        }
        Assert.Equal(training, model.training);
        Assert.Equal(!training, odd.training);
        Assert.All(model.modules().Skip(1), module => Assert.Equal(training, module.training));
    }

    [Fact]
    public void GradientsAreBackOnAfterTheRun()
    {
        using (var trainer = model.CreatePrivateTrainer(Plans.Usual, data))
            trainer.Step();
        Assert.All(model.parameters(), parameter => Assert.True(parameter.requires_grad));
        Assert.All(model.parameters(), parameter => Assert.Null(parameter.grad));
    }

    [Fact]
    public void EvaluationSeesEvaluationModeAndTrainingGoesOn()
    {
        var modes = new List<(bool Training, bool Gradients)>();
        var options = new TrainingOptions
        {
            Evaluate = () =>
            {
                modes.Add((model.training, TorchSharp.torch.is_grad_enabled()));
                return 0.5;
            },
        };
        using var trainer = model.CreatePrivateTrainer(Plans.Usual, data, options);
        while (!trainer.IsFinished)
        {
            trainer.Step();
            Assert.True(model.training);
        }
        Assert.Equal([(false, false)], modes);
    }
}
