using CsCheck;
using DslDp.Clipping;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DslDp.Runtime.Tests.Clipping;

/// <summary>The record's own forms of operations without parameters against TorchSharp's, forward and backward.</summary>
public class FastOperationTests
{
    [Fact]
    public void Greatest_of_two_by_two() => Gen.Select(Gen.Int[1, 3], Gen.Int[1, 3], Gen.Int[2, 21], Gen.Int[2, 40], Gen.Int[1, 2], Gen.Bool).Sample(
        (rows, channels, height, width, stride, ties) =>
        {
            using var scope = NewDisposeScope();
            var images = new RandomTensors(width).Normal(rows, channels, height, width);
            AssertSame(ties ? images.round() : images, (r, x) => r.MaxPool2d(x, 2, stride), x => functional.max_pool2d(x, 2, stride), 0);
        },
        iter: 60,
        threads: 1);

    [Fact]
    public void Not_a_number_is_greatest()
    {
        using var scope = NewDisposeScope();
        var images = new RandomTensors(1).Normal(2, 1, 9, 21);
        images.view(-1).index_fill_(0, tensor(new long[] { 0, 1, 25, 47, 100 }), float.NaN);
        foreach (var stride in new[] { 1, 2 })
            AssertSame(images, (r, x) => r.MaxPool2d(x, 2, stride), x => functional.max_pool2d(x, 2, stride), 0);
    }

    [Fact]
    public void Other_windows_are_the_library_s()
    {
        using var scope = NewDisposeScope();
        var images = new RandomTensors(1).Normal(2, 2, 9, 12);
        AssertSame(images, (r, x) => r.MaxPool2d(x, 3), x => functional.max_pool2d(x, 3), 0);
        AssertSame(images, (r, x) => r.MaxPool2d(x, [2, 1], [1, 2]), x => functional.max_pool2d(x, [2, 1], [1, 2]), 0);
        AssertSame(images, (r, x) => r.MaxPool2d(x, kernel_size: 2), x => functional.max_pool2d(x, 2), 0);
    }

    [Fact]
    public void Hyperbolic_tangent()
    {
        using var scope = NewDisposeScope();
        var numbers = cat([new RandomTensors(1).Normal(1001), linspace(-12, 12, 4001), linspace(-1e-3, 1e-3, 1001), tensor([0f, -0f, 1e-30f, float.PositiveInfinity, float.NegativeInfinity, float.NaN, 8e37f])]);
        AssertSame(numbers, (r, x) => r.Tanh(x), x => x.tanh(), 3e-7);
        AssertSame(numbers[..3000].view(3, 1000).t(), (r, x) => r.Tanh(x), x => x.tanh(), 3e-7);
    }

    [Fact]
    public void Modules_are_served_too()
    {
        using var scope = NewDisposeScope();
        var model = new RandomTensors(2).Fill(new SequenceModel(Conv2d(2, 4, 3), Tanh(), MaxPool2d(2, stride: 1), Conv2d(4, 4, 2), MaxPool2d(2), Flatten(), Linear(36, 3)));
        var input = new RandomTensors(3).Normal(5, 2, 10, 10);
        using var actual = model.ClippedGradients(input, 0.7);
        OneExampleAtATime.Clip(model, input, 0.7).AssertEqual(actual, 2e-6);
    }

    // What is not a number must be so on both sides.
    private static void AssertSame(Tensor input, Func<LayerRecord, Tensor, Tensor> fast, Func<Tensor, Tensor> slow, double tolerance)
    {
        using var record = new LayerRecord(1);
        var (one, other) = (input.detach().requires_grad_(true), input.detach().requires_grad_(true));
        var (actual, expected) = (fast(record, one), slow(other));
        var weights = new RandomTensors(9).Normal(expected.shape);
        (actual * weights).sum().backward();
        (expected * weights).sum().backward();
        Assert.Equal(expected.shape, actual.shape);
        Assert.True(allclose(expected, actual, tolerance, tolerance, equal_nan: true));
        // The weights are up to 4, and 1 − y² is off by twice as much as y.
        Assert.True(allclose(other.grad!, one.grad!, 8 * tolerance, 8 * tolerance, equal_nan: true));
    }
}
