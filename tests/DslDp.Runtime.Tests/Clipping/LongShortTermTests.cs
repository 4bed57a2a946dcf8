using CsCheck;
using DslDp.Clipping;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DslDp.Runtime.Tests.Clipping;

/// <summary>A long short-term memory that runs at once, by the kernels or with the library's products, against TorchSharp's, forward and back to what enters.</summary>
public sealed class LongShortTermTests
{
    private sealed record Shape(int Batch, int Times, int Features, int Hidden, bool Bias = true, bool Both = false, int Layers = 1, bool BatchFirst = true);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Is_the_library_s(bool kernels) => Gen.Select(Gen.Int[1, 30], Gen.Int[1, 9], Gen.Int[1, 20], Gen.Int[1, 70], Gen.Bool, Gen.Bool).Sample(
        (batch, times, features, hidden, bias, both) => Compare(kernels, new(batch, times, features, hidden, bias, both)),
        iter: 25,
        threads: 1);

    [Theory]
    [InlineData(13, 3, 150, 140, 1)]
    [InlineData(7, 5, 130, 272, 2)]
    [InlineData(64, 4, 128, 128, 2)]
    [InlineData(1, 1, 300, 8, 3)]
    public void Is_the_library_s_with_more_terms_than_are_taken_at_once_and_several_threads(int batch, int times, int features, int hidden, int threads)
    {
        using var used = new ThreadCount(threads);
        Compare(kernels: true, new(batch, times, features, hidden));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Layers_on_top_of_each_other_are_the_library_s(bool kernels) => Compare(kernels, new(5, 6, 11, 33, Both: true, Layers: 3));

    [Theory]
    [InlineData(7, 5, 9, 32, 1)]
    [InlineData(7, 5, 9, 40, 2)]
    public void Is_the_library_s_where_sequences_come_first(int batch, int times, int features, int hidden, int threads)
    {
        using var used = new ThreadCount(threads);
        Compare(kernels: true, new(batch, times, features, hidden, Both: true, BatchFirst: false));
    }

    private static void Compare(bool kernels, Shape shape)
    {
        using var products = new ProductsBy(kernels);
        using var scope = NewDisposeScope();
        var random = new RandomTensors(shape.Hidden);
        using var layer = random.Fill(LSTM(shape.Features, shape.Hidden, numLayers: shape.Layers, batchFirst: shape.BatchFirst, bias: shape.Bias, bidirectional: shape.Both));
        var (input, start) = (shape.BatchFirst ? random.Normal(shape.Batch, shape.Times, shape.Features) : random.Normal(shape.Times, shape.Batch, shape.Features), random.Normal(shape.Layers * (shape.Both ? 2 : 1), shape.Batch, shape.Hidden));
        var (one, other) = (input.clone().requires_grad_(true), input.clone().requires_grad_(true));
        var (h, c) = (start.clone().requires_grad_(true), start.clone().requires_grad_(true));
        var (x, z) = (start.clone().requires_grad_(true), start.clone().requires_grad_(true));
        using var record = new LayerRecord(shape.Batch);
        var (actual, expected) = (record.Call(layer, one, (h, c)), layer.call(other, (x, z)));

        var weights = random.Normal(expected.Item1.shape);
        ((actual.Item1 * weights).sum() + (actual.Item2 - actual.Item3).sum()).backward();
        ((expected.Item1 * weights).sum() + (expected.Item2 - expected.Item3).sum()).backward();

        foreach (var (left, right) in new[] { (actual.Item1, expected.Item1), (actual.Item2, expected.Item2), (actual.Item3, expected.Item3), (one.grad!, other.grad!), (h.grad!, x.grad!), (c.grad!, z.grad!) })
            Assert.True(allclose(left, right, 1e-4, 2e-5), $"off by {(left - right).abs().max().ToSingle():G3}");
    }
}
