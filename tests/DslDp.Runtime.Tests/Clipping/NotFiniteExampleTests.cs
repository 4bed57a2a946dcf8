using DslDp.Clipping;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DslDp.Runtime.Tests.Clipping;

/// <summary>An example whose gradient is not finite adds exactly nothing, and changes nothing of what the others add.</summary>
public class NotFiniteExampleTests
{
    private const int Broken = 3;

    private static readonly Dictionary<string, (long[] Example, Func<RecordedModel> Make)> Models = new()
    {
        ["linear"] = ([10], () => new SequenceModel(Linear(10, 20), Tanh(), Linear(20, 4))),
        ["linear with narrow inputs"] = ([4], () => new SequenceModel(Linear(4, 20), Tanh(), Linear(20, 30))),
        ["linear on positions"] = ([5, 10], () => new SequenceModel(Linear(10, 40), Tanh(), Linear(40, 40))),
        ["convolution"] = ([2, 8, 8], () => new SequenceModel(Conv2d(2, 6, 3), GroupNorm(2, 6), Tanh(), Conv2d(6, 4, 3, stride: 2), Flatten(), Linear(16, 3))),
        ["layer normalisation"] = ([3, 6], () => new SequenceModel(Linear(6, 6), LayerNorm(6), Tanh(), Linear(6, 2))),
    };

    public static TheoryData<string, float> Cases()
    {
        var cases = new TheoryData<string, float>();
        foreach (var model in Models.Keys)
        {
            foreach (var value in new[] { float.NaN, float.PositiveInfinity, float.NegativeInfinity, 1e38f })
                cases.Add(model, value);
        }
        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_rest_of_the_batch_is_unchanged_bit_for_bit(string modelName, float value)
    {
        using var scope = NewDisposeScope();
        var (shape, make) = Models[modelName];
        var random = new RandomTensors(9);
        var model = random.Fill(make());
        var healthy = random.Normal([8, .. shape]);
        var broken = healthy.clone();
        broken[Broken].flatten()[1] = value;

        var (norms, sums) = Sums(model, broken, losses => losses);
        var (expectedNorms, expectedSums) = Sums(model, healthy, losses => losses.masked_fill(arange(8).eq(Broken), 0));

        // Saturated activations can leave the gradient finite; then there is nothing to drop.
        if (float.IsFinite(norms[Broken]))
            return;
        norms[Broken] = expectedNorms[Broken] = 0;
        Assert.Equal(expectedNorms, norms);
        Assert.Equal(expectedSums, sums);
        Assert.All(sums, entry => Assert.True(float.IsFinite(entry)));
    }

    [Fact]
    public void Its_factor_is_zero_and_its_norm_says_why()
    {
        using var scope = NewDisposeScope();
        var random = new RandomTensors(9);
        var model = random.Fill(new SequenceModel(Linear(4, 3)));
        var input = random.Normal(2, 4);
        input[0][0] = float.NaN;

        using var gradients = model.ClippedGradients(input, 1);

        Assert.Equal([true, false], gradients.Norms.isnan().data<bool>().ToArray());
        Assert.Equal([0f, 1f], new ClipBound(1e6).Factors(gradients.Norms).data<float>().ToArray());
    }

    private static (float[] Norms, float[] Sums) Sums(RecordedModel model, Tensor input, Func<Tensor, Tensor> change)
    {
        using var scope = NewDisposeScope();
        using var parameters = new TrainableParameters(model);
        using var sum = UsedSum.Of(parameters);
        using var record = new LayerRecord(input.shape[0]);
        record.Backward(change(RecordedModel.Losses(model.RecordedForward(record, input))));
        var norms = record.AddClippedGradients(new ClipBound(0.5), sum);
        return (norms.data<float>().ToArray(), sum.Flat.data<float>().ToArray());
    }
}
