using TorchSharp.Modules;

namespace DslDp.Kernels;

/// <summary>
/// Where the numbers lie from which an example's gradient of a weight is made: Σ over positions of what enters there times the gradient at
/// what leaves there. All offsets are in numbers.
/// </summary>
internal sealed record PositionLayout
{
    /// <summary>Groups of channels that have weights of their own.</summary>
    public int Groups { get; init; } = 1;

    /// <summary>Channels that leave, of one group.</summary>
    public required int Channels { get; init; }

    /// <summary>Where the entries that enter at a position lie behind the first of them.</summary>
    public required int[] Entries { get; init; }

    /// <summary>Where each row of positions begins.</summary>
    public required int[] Rows { get; init; }

    /// <summary>Positions of a row.</summary>
    public required int RowLength { get; init; }

    /// <summary>From one position of a row to the next, in what enters.</summary>
    public required int Step { get; init; }

    /// <summary>From one row of the batch to the next, in what enters.</summary>
    public required long InputPerRow { get; init; }

    /// <summary>From one group to the next, in what enters.</summary>
    public long InputPerGroup { get; init; }

    /// <summary>From one row of the batch to the next, in the gradients.</summary>
    public required long GradientPerRow { get; init; }

    /// <summary>From one group to the next, in the gradients.</summary>
    public long GradientPerGroup { get; init; }

    /// <summary>From one channel to the next, in the gradients.</summary>
    public required int ChannelStep { get; init; }

    /// <summary>From one position to the next, in the gradients.</summary>
    public required int PositionStep { get; init; }

    /// <summary>Positions of one row of the batch.</summary>
    public int Positions => Rows.Length * RowLength;

    /// <summary>Whether the entries of a position lie next to each other, and all positions make one row.</summary>
    public bool IsMatrix => Rows is [0] && Entries[^1] == Entries.Length - 1;

    /// <summary>A matrix at every position: <c>[batch, positions, d]</c> enters, <c>[batch, positions, p]</c> leaves.</summary>
    /// <param name="inputs">How what enters lies.</param>
    /// <param name="gradients">How the gradients lie.</param>
    public static PositionLayout OfMatrix(SequenceLayout inputs, SequenceLayout gradients) => new()
    {
        Channels = gradients.Features,
        Entries = [.. Enumerable.Range(0, inputs.Features)],
        Rows = [0],
        RowLength = inputs.Positions,
        Step = inputs.PositionStep,
        InputPerRow = inputs.ExampleStep,
        GradientPerRow = gradients.ExampleStep,
        ChannelStep = 1,
        PositionStep = gradients.PositionStep,
    };

    /// <summary>A convolution: an entry of a patch is one number at a fixed offset, so patches are never copied.</summary>
    /// <param name="layer">The convolution.</param>
    /// <param name="paddedShape">Shape of its padded input, <c>[rows, channels, …]</c>.</param>
    /// <param name="outputShape">Shape of its output, <c>[rows, channels, …]</c>.</param>
    public static PositionLayout OfConvolution(Convolution layer, long[] paddedShape, long[] outputShape)
    {
        var strides = Strides(paddedShape);
        var channels = layer.in_channels / layer.groups;
        var rows = Offsets(outputShape[2..^1], [.. strides[2..^1].Zip(layer.stride, (s, d) => s * d)]);
        var positions = rows.Length * (int)outputShape[^1];
        return new()
        {
            Groups = (int)layer.groups,
            Channels = (int)(layer.out_channels / layer.groups),
            Entries = Offsets([channels, .. layer.kernel_size], [strides[1], .. strides[2..].Zip(layer.dilation, (s, d) => s * d)]),
            Rows = rows,
            RowLength = (int)outputShape[^1],
            Step = (int)layer.stride[^1],
            InputPerRow = strides[0],
            InputPerGroup = channels * strides[1],
            GradientPerRow = layer.out_channels * positions,
            GradientPerGroup = layer.out_channels / layer.groups * positions,
            ChannelStep = positions,
            PositionStep = 1,
        };
    }

    private static long[] Strides(long[] shape)
    {
        var strides = new long[shape.Length];
        strides[^1] = 1;
        for (var i = shape.Length - 2; i >= 0; i--)
            strides[i] = strides[i + 1] * shape[i + 1];
        return strides;
    }

    /// <summary>The offset of every index of an array, the last axis fastest.</summary>
    private static int[] Offsets(long[] shape, long[] strides)
    {
        var offsets = new List<int> { 0 };
        for (var axis = 0; axis < shape.Length; axis++)
            offsets = [.. offsets.SelectMany(start => Enumerable.Range(0, (int)shape[axis]).Select(i => start + (int)(i * strides[axis])))];
        return [.. offsets];
    }
}
