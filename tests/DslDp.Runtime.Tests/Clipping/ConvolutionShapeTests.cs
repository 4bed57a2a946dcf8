using CsCheck;
using DslDp.Clipping;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DslDp.Runtime.Tests.Clipping;

/// <summary>Convolutions of every shape: kernel, stride, padding, padding mode, dilation, groups, bias.</summary>
public class ConvolutionShapeTests
{
    private sealed record Shape(int Seed, long Batch, long[] Size, long[] Kernel, long[] Stride, long[]? Padding, PaddingModes Mode, long[] Dilation, long Groups, long In, long Out, bool Bias)
    {
        public override string ToString() =>
            $"seed {Seed} batch {Batch} size {string.Join('×', Size)} kernel {string.Join('×', Kernel)} stride {string.Join('×', Stride)} padding {(Padding is null ? "same" : string.Join('×', Padding))} {Mode} dilation {string.Join('×', Dilation)} groups {Groups} channels {In}→{Out} bias {Bias}";

        public Conv2d Make() => Padding is null
            ? Conv2d(In, Out, (Kernel[0], Kernel[1]), TorchSharp.Padding.Same, (1, 1), (Dilation[0], Dilation[1]), Mode, Groups, Bias)
            : Conv2d(In, Out, (Kernel[0], Kernel[1]), (Stride[0], Stride[1]), (Padding[0], Padding[1]), (Dilation[0], Dilation[1]), Mode, Groups, Bias);
    }

    private static Gen<long[]> Pair(long from, long to) => Gen.Long[from, to].Array[2];

    private static readonly Gen<Shape> Shapes =
        from seed in Gen.Int[0, 1_000_000]
        from batch in Gen.Long[1, 5]
        from size in Pair(7, 11)
        from kernel in Pair(1, 4)
        from stride in Pair(1, 3)
        from padding in Gen.OneOf(Pair(0, 2), Gen.Const((long[])null!))
        from mode in Gen.Enum<PaddingModes>()
        from dilation in Pair(1, 2)
        from groups in Gen.Long[1, 3]
        from inPerGroup in Gen.Long[1, 3]
        from outPerGroup in Gen.Long[1, 3]
        from bias in Gen.Bool
        select new Shape(seed, batch, size, kernel, stride, padding, mode, dilation, groups, groups * inPerGroup, groups * outPerGroup, bias);

    // TorchSharp hands 'same' paddings of unequal dimensions to the wrong dimension unless the mode is zeros; the output then has
    // another size than the input, and the rules follow what the model computes.
    [Fact]
    public void Recorded_forward_is_the_layers_own() => Shapes.Sample(shape =>
    {
        using var scope = NewDisposeScope();
        var random = new RandomTensors(shape.Seed);
        var layer = random.Fill(shape.Make());
        var input = random.Normal([shape.Batch, shape.In, .. shape.Size]);
        using var record = new LayerRecord(shape.Batch);

        var expected = layer.call(input);
        var actual = record.Call(layer, input);

        Assert.Equal(expected.shape, actual.shape);
        Assert.True((expected - actual).abs().max().ToSingle() <= 1e-5, shape.ToString());
    }, iter: 200, threads: 1, print: shape => shape.ToString());

    [Fact]
    public void Clipped_sums_are_those_of_one_example_at_a_time() => Shapes.Sample(shape =>
    {
        using var scope = NewDisposeScope();
        var random = new RandomTensors(shape.Seed);
        var model = random.Fill(new SequenceModel(shape.Make(), Tanh(), Conv2d(shape.Out, 2, 1)));
        var input = random.Normal([shape.Batch, shape.In, .. shape.Size]);
        var maxNorm = OneExampleAtATime.Clip(model, input, 1).Norms.Average();

        using var actual = model.ClippedGradients(input, maxNorm);

        OneExampleAtATime.Clip(model, input, maxNorm).AssertEqual(actual, 2e-6);
    }, iter: 100, threads: 1, print: shape => shape.ToString());

    [Fact]
    public void The_way_back_is_the_layers_own() => Shapes.Sample(shape =>
    {
        using var scope = NewDisposeScope();
        var random = new RandomTensors(shape.Seed);
        var layer = random.Fill(shape.Make());
        var one = random.Normal([shape.Batch, shape.In, .. shape.Size]).requires_grad_(true);
        using var record = new LayerRecord(shape.Batch);
        var actual = record.Call(layer, one);
        var weights = random.Normal(actual.shape);
        (actual * weights).sum().backward();

        var other = one.detach().to(float64).requires_grad_(true);
        layer.to(float64);
        (layer.call(other) * weights).sum().backward();

        Assert.True((one.grad! - other.grad!).abs().max().ToDouble() <= 1e-5 * (1 + other.grad!.abs().max().ToDouble()), shape.ToString());
    }, iter: 100, threads: 1, print: shape => shape.ToString());
}
