using DslDp.Clipping;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DslDp.Runtime.Tests.Clipping;

/// <summary>A step leaves no tensor behind, with or without a dispose scope around it.</summary>
public class LeakTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_number_of_live_tensors_is_constant_over_200_steps(bool finite)
    {
        var random = new RandomTensors(2);
        var model = random.Fill(new SequenceModel(
            Conv2d(1, 4, 3), GroupNorm(2, 4), Tanh(), MaxPool2d(2), Flatten(), Linear(36, 8), LayerNorm(8), Tanh(), Linear(8, 3)));
        using var input = random.Normal(5, 1, 8, 8);
        if (!finite)
            input.view(-1)[3] = float.NaN;
        using var parameters = new TrainableParameters(model);
        using var sum = new GradientSum(parameters);

        Step();
        var live = Live();
        for (var i = 0; i < 200; i++)
            Step();
        Assert.Equal(live, Live());

        void Step()
        {
            using var scope = NewDisposeScope();
            using var record = new LayerRecord(5);
            record.Backward(RecordedModel.Losses(model.RecordedForward(record, input)));
            record.AddClippedGradients(new ClipBound(1), sum);
        }
    }

    [Fact]
    public void What_the_rules_make_is_freed_without_a_scope()
    {
        var random = new RandomTensors(2);
        using var layer = random.Fill(Linear(3, 3));
        using var parameters = new TrainableParameters(layer);
        using var sum = new GradientSum(parameters);
        using var input = random.Normal(4, 3);

        var live = Live();
        using (var record = new LayerRecord(4))
        {
            using var output = record.Call(layer, input);
            using var losses = output.sum(1L);
            record.Backward(losses);
            using var norms = record.AddClippedGradients(new ClipBound(1), sum);
        }
        Assert.Equal(live, Live());
    }

    // Counted for this thread: other tests run beside it.
    private static long Live() => DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
}
