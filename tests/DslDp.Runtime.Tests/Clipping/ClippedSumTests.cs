using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DslDp.Runtime.Tests.Clipping;

/// <summary>Norms and clipped sums against the definition, one example at a time in double precision.</summary>
public class ClippedSumTests
{
    private const double Tolerance = 2e-6;

    public static TheoryData<string, int, string> Cases()
    {
        var cases = new TheoryData<string, int, string>();
        foreach (var model in Models.Keys)
        {
            foreach (var batch in new[] { 1, 7 })
            {
                foreach (var clipped in new[] { "all", "some", "none" })
                    cases.Add(model, batch, clipped);
            }
        }
        return cases;
    }

    private static readonly Dictionary<string, (long[] Example, Func<RecordedModel> Make)> Models = new()
    {
        ["fully connected"] = ([20], () => new SequenceModel(Linear(20, 30), Tanh(), Linear(30, 12, hasBias: false), ReLU(), Linear(12, 5))),
        ["linear on positions, measured by pairs"] = ([3, 40], () => new SequenceModel(Linear(40, 50), Tanh(), Linear(50, 40))),
        ["linear on positions, measured directly"] = ([30, 6], () => new SequenceModel(Linear(6, 5), Tanh(), Linear(5, 7, hasBias: false))),
        ["linear on a grid of positions"] = ([3, 4, 6], () => new SequenceModel(Linear(6, 9), Tanh(), Linear(9, 4))),
        ["images of digits"] = ([1, 28, 28], () => new SequenceModel(
            Conv2d(1, 16, 8, stride: 2, padding: 2), Tanh(), MaxPool2d(2, stride: 1), Conv2d(16, 32, 4, stride: 2), Tanh(), MaxPool2d(2, stride: 1), Flatten(), Linear(512, 32), Tanh(), Linear(32, 10))),
        ["group normalisation"] = ([3, 12, 12], () => new SequenceModel(
            Conv2d(3, 8, 3, padding: 1), GroupNorm(4, 8), ReLU(inplace: true), AvgPool2d(2), Conv2d(8, 6, 3, bias: false), GroupNorm(1, 6), Tanh(), Flatten(), Linear(96, 5))),
        ["layer normalisation"] = ([5, 12], () => new SequenceModel(Linear(12, 10), LayerNorm(10), GELU(), Linear(10, 8), LayerNorm([5, 8]), Linear(8, 3))),
        ["one dimension"] = ([3, 40], () => new SequenceModel(Conv1d(3, 6, 5, stride: 2, padding: 2), Tanh(), Conv1d(6, 4, 3, dilation: 2), Flatten(), Linear(64, 4))),
        ["gradients in parts of the batch"] = ([20, 256], () => new SequenceModel(Linear(256, 256), Tanh(), Linear(256, 256))),
        ["three dimensions"] = ([2, 7, 6, 8], () => new SequenceModel(Conv3d(2, 4, 3, padding: 1), Tanh(), Conv3d(4, 4, 2, stride: 2, groups: 2), Flatten(), Linear(144, 3))),
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Sums_and_norms_are_those_of_one_example_at_a_time(string modelName, int batch, string clipped)
    {
        using var scope = NewDisposeScope();
        var random = new RandomTensors(batch);
        var (shape, make) = Models[modelName];
        var model = random.Fill(make());
        var input = random.Normal([batch, .. shape]);

        var norms = OneExampleAtATime.Clip(model, input, 1).Norms.Order().ToArray();
        var maxNorm = clipped switch { "all" => norms[0] / 2, "some" => norms[batch / 2] * 0.999, _ => norms[^1] * 2 };
        using var actual = model.ClippedGradients(input, maxNorm);

        OneExampleAtATime.Clip(model, input, maxNorm).AssertEqual(actual, Tolerance);
    }

    // The rules work through a batch in parts of a few dozen examples for these sizes.
    [Theory]
    [InlineData("images of digits", 100)]
    [InlineData("gradients in parts of the batch", 110)]
    [InlineData("wide positions", 150)]
    public void A_batch_that_is_measured_in_several_parts(string modelName, int batch)
    {
        using var scope = NewDisposeScope();
        var random = new RandomTensors(batch);
        var (shape, make) = modelName == "wide positions"
            ? ([130L, 64L], () => new SequenceModel(Linear(64, 64), Tanh(), Linear(64, 64)))
            : Models[modelName];
        var model = random.Fill(make());
        var input = random.Normal([batch, .. shape]);
        var maxNorm = OneExampleAtATime.Clip(model, input, 1).Norms.Average();

        using var actual = model.ClippedGradients(input, maxNorm);

        OneExampleAtATime.Clip(model, input, maxNorm).AssertEqual(actual, Tolerance);
    }

    [Fact]
    public void No_example_gives_sums_of_zero()
    {
        using var scope = NewDisposeScope();
        foreach (var (shape, make) in Models.Values)
        {
            using var actual = new RandomTensors(0).Fill(make()).ClippedGradients(zeros([0, .. shape]), 1);

            Assert.Equal([0L], actual.Norms.shape);
            Assert.All(actual.Sums.Values, sum => Assert.True(sum.eq(0).all().item<bool>()));
        }
    }
}
