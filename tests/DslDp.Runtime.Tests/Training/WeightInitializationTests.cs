using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DslDp.Runtime.Tests.Training;

public sealed class WeightInitializationTests
{
    [Fact]
    public void TheSameSeedGivesTheSameWeights()
    {
        using var one = new HandWrittenModel();
        using var two = new HandWrittenModel();
        Assert.NotEqual(one.Weights(), two.Weights());
        WeightInitialization.Redraw(one, 5, []);
        WeightInitialization.Redraw(two, 5, []);
        Assert.Equal(one.Weights(), two.Weights());
        WeightInitialization.Redraw(two, 6, []);
        Assert.NotEqual(one.Weights(), two.Weights());
    }

    [Fact]
    public void LinearAndConvolutionAreUniformWithinOneByTheRootOfTheFanIn()
    {
        using var linear = Linear(100, 400);
        using var convolution = Conv2d(8, 64, (3, 5));
        using var model = Sequential(("linear", linear), ("convolution", convolution));
        WeightInitialization.Redraw(model, 1, []);
        AssertUniform(linear.weight, 0.1);
        AssertUniform(linear.bias!, 0.1);
        AssertUniform(convolution.weight, 1 / Math.Sqrt(120));
        AssertUniform(convolution.bias!, 1 / Math.Sqrt(120));
    }

    [Fact]
    public void NormalisationsAreOneAndZero()
    {
        using var group = GroupNorm(2, 6);
        using var layer = LayerNorm(7);
        using var model = Sequential(("group", group), ("layer", layer));
        WeightInitialization.Redraw(model, 1, []);
        foreach (var weight in new[] { group.weight, layer.weight! })
            Assert.True(weight.eq(1).all().item<bool>());
        foreach (var bias in new[] { group.bias!, layer.bias! })
            Assert.True(bias.eq(0).all().item<bool>());
    }

    [Fact]
    public void FrozenModulesKeepTheirWeights()
    {
        using var trained = Linear(3, 3);
        using var inner = Linear(3, 3);
        using var model = Sequential(("encoder", Sequential(("inner", inner))), ("encoder2", trained));
        var (frozen, free) = (Values(inner.weight), Values(trained.weight));
        WeightInitialization.Redraw(model, 1, ["encoder"]);
        Assert.Equal(frozen, Values(inner.weight));
        Assert.NotEqual(free, Values(trained.weight));
    }

    [Fact]
    public void ALayerWithoutAKnownDefaultIsNamed()
    {
        using var model = Sequential(("table", Embedding(3, 2)));
        Assert.Contains("The layer 'table' (Embedding)", Assert.Throws<NotSupportedException>(() => WeightInitialization.Redraw(model, 1, [])).Message);
    }

    // The largest of n uniform numbers lies below 0.9 of the bound with probability 0.9^n: below 1e-2 for n = 64, nil for the weights.
    private static void AssertUniform(Parameter parameter, double bound)
    {
        using var noGrad = no_grad();
        using var largest = parameter.abs().max();
        Assert.InRange(largest.item<float>(), 0.9 * bound, bound);
    }

    private static float[] Values(Parameter parameter)
    {
        using var scope = NewDisposeScope();
        return parameter.detach().reshape(-1).data<float>().ToArray();
    }
}
