using CsCheck;
using DslDp.Clipping;
using DslDp.Kernels;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DslDp.Runtime.Tests.Clipping;

/// <summary>What stands next to each other in the layers of a transformer, against TorchSharp in double precision.</summary>
public sealed class TransformerKernelTests
{
    [Fact]
    public void Rectified_products() => Gen.Select(Gen.Int[1, 5], Gen.Int[1, 40], Gen.Int[1, 50], Gen.Bool, Gen.Bool, Gen.Int[1, 2]).Sample(
        (batch, positions, width, isBiased, isExpected, threads) =>
        {
            using var scope = NewDisposeScope();
            using var divided = new ThreadCount(threads);
            var random = new RandomTensors(width);
            var (x, bias, weights) = (random.Normal(batch, positions, width), isBiased ? random.Normal(width) : null, random.Normal(batch, positions, width));
            x.view(-1)[0] = float.NaN;
            var (one, other) = (x.clone().requires_grad_(true), x.clone().requires_grad_(true));
            var (actual, expected) = (RectifiedMap.Of(one, bias, out var map), (bias is null ? other : other + bias).relu());
            var gradient = weights.clone();
            if (isExpected)
                map.Expect(gradient);
            actual.backward([gradient]);
            (expected * weights).sum().backward();

            Assert.True(allclose(expected, actual, 0, 0, equal_nan: true));
            Assert.True(allclose(other.grad!, one.grad!, 0, 0, equal_nan: true));
            Assert.Equal(!isExpected || other.grad!.eq(weights).all().item<bool>(), gradient.eq(weights).all().item<bool>());
        },
        iter: 30,
        threads: 1);

    [Fact]
    public void Normalised_sums() => Gen.Select(Gen.Int[1, 5], Gen.Int[1, 20], Gen.Int[6, 300], Gen.Bool, Gen.Int[1, 2]).Sample(
        (batch, positions, features, isShifted, threads) =>
        {
            using var scope = NewDisposeScope();
            using var divided = new ThreadCount(threads);
            using var record = new LayerRecord(batch);
            var random = new RandomTensors(features);
            var (x, y, weights) = (random.Normal(positions, batch, features) + 3, random.Normal(batch, positions, features).transpose(0, 1), random.Normal(positions, batch, features));
            var (scale, shift) = (random.Normal(features), isShifted ? random.Normal(features) : null);
            Tensor[] ours = [x.clone().requires_grad_(true), y.clone().requires_grad_(true)];
            Tensor[] exact = [x.to(float64).requires_grad_(true), y.to(float64).requires_grad_(true)];
            var actual = record.NormalizeSum(ours[0], ours[1], new(scale.clone()), shift is null ? null : new(shift.clone()));
            var expected = functional.layer_norm(exact[0] + exact[1], [features], scale.to(float64), shift?.to(float64));
            (actual * weights).sum().backward();
            (expected * weights.to(float64)).sum().backward();

            Assert.True(allclose(expected.to(float32), actual, 1e-5, 2e-6));
            foreach (var (one, other) in ours.Zip(exact))
                Assert.True(allclose(other.grad!.to(float32), one.grad!, 1e-4, 1e-5 * other.grad!.abs().max().ToDouble()));
        },
        iter: 40,
        threads: 1);
}
