using CsCheck;
using DslDp.Clipping;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DslDp.Runtime.Tests.Clipping;

/// <summary>A long short-term memory that runs at once, by either product, against TorchSharp's, forward and back to what enters.</summary>
public sealed class LongShortTermTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Is_the_library_s(bool kernels) => Gen.Select(Gen.Int[1, 30], Gen.Int[1, 9], Gen.Int[1, 20], Gen.Int[1, 70], Gen.Bool, Gen.Bool).Sample(
        (batch, times, features, hidden, bias, both) =>
        {
            using var products = new ProductsBy(kernels);
            using var scope = NewDisposeScope();
            var random = new RandomTensors(hidden);
            using var layer = random.Fill(LSTM(features, hidden, batchFirst: true, bias: bias, bidirectional: both));
            var (input, start) = (random.Normal(batch, times, features), random.Normal(both ? 2 : 1, batch, hidden));
            var (one, other) = (input.clone().requires_grad_(true), input.clone().requires_grad_(true));
            var (h, c) = (start.clone().requires_grad_(true), start.clone().requires_grad_(true));
            var (x, z) = (start.clone().requires_grad_(true), start.clone().requires_grad_(true));
            using var record = new LayerRecord(batch);
            var (actual, expected) = (record.Call(layer, one, (h, c)), layer.call(other, (x, z)));

            var weights = random.Normal(expected.Item1.shape);
            ((actual.Item1 * weights).sum() + (actual.Item2 - actual.Item3).sum()).backward();
            ((expected.Item1 * weights).sum() + (expected.Item2 - expected.Item3).sum()).backward();

            foreach (var (left, right) in new[] { (actual.Item1, expected.Item1), (actual.Item2, expected.Item2), (actual.Item3, expected.Item3), (one.grad!, other.grad!), (h.grad!, x.grad!), (c.grad!, z.grad!) })
                Assert.True(allclose(left, right, 1e-4, 2e-5), $"off by {(left - right).abs().max().ToSingle():G3}");
        },
        iter: 25,
        threads: 1);
}
