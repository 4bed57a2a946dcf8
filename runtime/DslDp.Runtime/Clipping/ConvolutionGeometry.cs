using DslDp.Kernels;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DslDp.Clipping;

/// <summary>Which entries of an input of one shape a convolution in one, two or three dimensions multiplies by its weight, and when.</summary>
internal sealed class ConvolutionGeometry
{
    private readonly Convolution layer;

    // As functional.pad takes it: a pair for each dimension, the last one first. Null where the convolution pads by itself.
    private readonly long[]? paddingBefore;
    private readonly long[] paddingWithin;

    // The input once what is padded before is there, and a row of it.
    private readonly long[] convolvedShape;
    private readonly PaddedRow row;

    public ConvolutionGeometry(Convolution layer, long[] inputShape)
    {
        this.layer = layer;
        Dimensions = layer.kernel_size.Length;
        var around = PaddingAround(layer);
        PatchLength = layer.in_channels / layer.groups * Memory.NumbersOf(layer.kernel_size);
        paddingWithin = new long[Dimensions];
        if (layer.padding_mode == PaddingModes.Zeros && IsSymmetric(around))
        {
            for (var i = 0; i < Dimensions; i++)
                paddingWithin[i] = around[2 * (Dimensions - 1 - i)];
        }
        else
        {
            paddingBefore = around;
        }

        convolvedShape = paddingBefore is null ? inputShape : Enlarged(inputShape, paddingBefore);
        PaddedShape = paddingBefore is null ? Enlarged(inputShape, around) : convolvedShape;
        OutputShape = OutputOf(PaddedShape);
        row = new((int)layer.in_channels, convolvedShape.AsSpan(2), paddingWithin);
        ZerosAround = paddingBefore is null && row.IsPadded ? row : null;
    }

    /// <summary>Number of dimensions that the kernel moves along.</summary>
    public int Dimensions { get; }

    /// <summary>Number of entries that one output is made of, in one group: what the weight has for each output channel.</summary>
    public long PatchLength { get; }

    /// <summary>The shape of the padded input.</summary>
    public long[] PaddedShape { get; }

    /// <summary>The shape of the output; null where the kernel does not fit into the input.</summary>
    public long[]? OutputShape { get; }

    /// <summary>One row of the input, where all that is put around it are zeros that the convolution puts there by itself; else null.</summary>
    public PaddedRow? ZerosAround { get; }

    /// <summary>The convolution as the layer computes it, with the given weight and bias, which live until autograd has come back, and a stop on the way back where one is wanted.</summary>
    public Tensor Convolve(Tensor input, Tensor weight, Tensor? bias, IWayStop? stop = null)
    {
        using var enlarged = paddingBefore is null ? null : functional.pad(input, paddingBefore, Mode);
        var padded = enlarged ?? input;
        if (OutputShape is not null && ProductChoice.ServesConvolution(padded, layer, PatchLength, PaddedShape, OutputShape))
            return ConvolutionMap.Of(padded, new(weight, bias, ConvolutionPlan.Of(layer, PaddedShape, OutputShape), row, convolvedShape, OutputShape), stop);

        var output = Dimensions switch
        {
            1 => functional.conv1d(padded, weight, bias, layer.stride[0], paddingWithin[0], layer.dilation[0], layer.groups),
            2 => functional.conv2d(padded, weight, bias, layer.stride, paddingWithin, layer.dilation, layer.groups),
            _ => functional.conv3d(padded, weight, bias, layer.stride, paddingWithin, layer.dilation, layer.groups),
        };
        return stop is null ? output : AutogradNode.Stopped(output, stop);
    }

    /// <summary>
    /// For each position of the output, the patch of the input that it is made of. The patches overlap in memory and cost nothing
    /// until they are read: every entry of a patch lies a fixed stride from the last.
    /// </summary>
    /// <param name="input"><c>[rows, channels, …]</c>.</param>
    /// <param name="outputShape">Shape of the layer's output.</param>
    /// <returns><c>[rows, groups, channels of a group, kernel …, output …]</c>.</returns>
    public Tensor Patches(Tensor input, long[] outputShape)
    {
        var padded = Padded(input);
        var strides = padded.stride();
        var along = strides[2..];
        var channels = layer.in_channels / layer.groups;
        return padded.as_strided(
            [padded.shape[0], layer.groups, channels, .. layer.kernel_size, .. outputShape[2..]],
            [strides[0], strides[1] * channels, strides[1], .. along.Zip(layer.dilation, (s, d) => s * d), .. along.Zip(layer.stride, (s, d) => s * d)],
            padded.storage_offset());
    }

    /// <summary>The input with the padding around it; the input itself where there is none.</summary>
    public Tensor Padded(Tensor input)
    {
        var padding = paddingBefore ?? Around(paddingWithin);
        return padding.AsSpan().ContainsAnyExcept(0) ? functional.pad(input, padding, Mode) : input;
    }

    private long[] Enlarged(long[] shape, long[] around)
    {
        long[] enlarged = [.. shape];
        for (var i = 0; i < Dimensions; i++)
            enlarged[2 + i] += around[2 * (Dimensions - 1 - i)] + around[(2 * (Dimensions - 1 - i)) + 1];
        return enlarged;
    }

    private long[]? OutputOf(long[] paddedShape)
    {
        long[] output = [paddedShape[0], layer.out_channels, .. paddedShape.AsSpan(2)];
        for (var i = 0; i < Dimensions; i++)
        {
            var room = paddedShape[2 + i] - (layer.dilation[i] * (layer.kernel_size[i] - 1)) - 1;
            if (room < 0)
                return null;
            output[2 + i] = (room / layer.stride[i]) + 1;
        }
        return output;
    }

    private static bool IsSymmetric(long[] around)
    {
        for (var i = 0; i < around.Length; i += 2)
        {
            if (around[i] != around[i + 1])
                return false;
        }
        return true;
    }

    private PaddingModes Mode => layer.padding_mode == PaddingModes.Zeros ? PaddingModes.Constant : layer.padding_mode;

    private static long[] Around(long[] eachDimension)
    {
        var around = new long[2 * eachDimension.Length];
        for (var i = 0; i < eachDimension.Length; i++)
            around[2 * i] = around[(2 * i) + 1] = eachDimension[^(i + 1)];
        return around;
    }

    private static long[] PaddingAround(Convolution layer)
    {
        var last = layer.kernel_size.Length - 1;
        if (layer.padding is { } padding)
            return Around(padding);
        if (layer.padding_type != Padding.Same)
            return new long[2 * (last + 1)];
        // TorchSharp 0.107 pads a convolution whose mode is not zeros as if the dimensions came in the other order. The gradient
        // must be that of what the model computes.
        var asTorchSharpDoes = layer.padding_mode != PaddingModes.Zeros;
        return [.. Enumerable.Range(0, last + 1).SelectMany(i => Halves(asTorchSharpDoes ? i : last - i))];

        long[] Halves(int dimension)
        {
            var total = layer.dilation[dimension] * (layer.kernel_size[dimension] - 1);
            return [total / 2, total - total / 2];
        }
    }
}
