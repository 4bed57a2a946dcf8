using DslDp.Native;
using static TorchSharp.torch;

namespace DslDp.Kernels;

/// <summary>
/// A convolution and the way back to what entered it: products of the weight with patches of the input, which are copied a tile at a time.
/// The weight and the bias take no part in autograd.
/// </summary>
internal sealed unsafe class ConvolutionMap(ConvolutionMap.Convolution convolution) : IWayBack
{
    private const int EntriesAtOnce = 256;

    /// <summary>One convolution.</summary>
    /// <param name="Weight"><c>[out, in / groups, kernel …]</c>, contiguous, out of autograd; lives until autograd has come back.</param>
    /// <param name="Bias"><c>[out]</c>, contiguous, or none.</param>
    /// <param name="Plan">Which numbers of the padded input meet which of the weight.</param>
    /// <param name="Row">One row of the input, with its padding.</param>
    /// <param name="InputShape">Shape of the input.</param>
    /// <param name="OutputShape">Shape of the output.</param>
    internal sealed record Convolution(Tensor Weight, Tensor? Bias, ConvolutionPlan Plan, PaddedRow Row, long[] InputShape, long[] OutputShape);

    /// <summary>Convolves.</summary>
    /// <param name="input"><c>[rows, channels, …]</c>.</param>
    /// <param name="convolution">With what.</param>
    /// <param name="stop">Where note is taken of the gradient at the output; or none.</param>
    public static Tensor Of(Tensor input, Convolution convolution, IWayStop? stop = null) =>
        AutogradNode.Of(Forward(input, convolution), new ConvolutionMap(convolution), stop, input);

    public void Lead(Tensor gradient, Span<Tensor?> atInputs)
    {
        var (layout, row) = (convolution.Plan.Layout, convolution.Row);
        using var gradients = new InOrder(gradient);
        var result = empty(convolution.InputShape);
        float* g = Memory.Of(gradients.Tensor), to = Memory.Of(result), weight = Memory.Of(convolution.Weight);
        var patch = layout.Entries.Length;
        var perGroup = Tiles.Whole(patch, WideTile.Rows) * layout.Channels;
        using var turned = new Scratch(layout.Groups * perGroup);
        for (var group = 0; group < layout.Groups; group++)
            MatrixPanels.Copy(new(weight + ((long)group * layout.Channels * patch), 1, patch), patch, layout.Channels, WideTile.Rows, turned.Numbers + (group * perGroup));

        Workers.Run((int)convolution.InputShape[0], (start, end) =>
        {
            using var padded = new Scratch(row.Numbers);
            using var panel = new Scratch(layout.Channels * WideTile.Columns);
            for (var at = start; at < end; at++)
            {
                padded.Span.Clear();
                for (var group = 0; group < layout.Groups; group++)
                {
                    AddBack(
                        convolution, g + (at * layout.GradientPerRow) + (group * layout.GradientPerGroup),
                        turned.Numbers + (group * perGroup), panel.Numbers, padded.Numbers + (group * layout.InputPerGroup));
                }

                row.CopyOut(padded.Numbers, to + ((long)at * row.InnerNumbers));
            }
        });
        atInputs[0] = result;
    }

    private static Tensor Forward(Tensor input, Convolution convolution)
    {
        var (layout, row) = (convolution.Plan.Layout, convolution.Row);
        using var noGrad = new NoGrad();
        using var numbers = new InOrder(input);
        var output = empty(convolution.OutputShape);
        float* x = Memory.Of(numbers.Tensor), y = Memory.Of(output), weight = Memory.Of(convolution.Weight);
        var bias = convolution.Bias is null ? null : Memory.Of(convolution.Bias);
        Workers.Run((int)convolution.InputShape[0], (start, end) =>
        {
            using var padded = new Scratch(row.IsPadded ? row.Numbers : 0);
            using var panel = new Scratch(EntriesAtOnce * WideTile.Columns);
            if (row.IsPadded)
                padded.Span.Clear();
            for (var at = start; at < end; at++)
            {
                var from = x + ((long)at * row.InnerNumbers);
                if (row.IsPadded)
                    row.CopyIn(from, padded.Numbers);
                for (var group = 0; group < layout.Groups; group++)
                {
                    var channel = group * layout.Channels;
                    Fill(
                        convolution, (row.IsPadded ? padded.Numbers : from) + (group * layout.InputPerGroup), weight + ((long)channel * layout.Entries.Length),
                        bias is null ? null : bias + channel, panel.Numbers, y + (at * layout.GradientPerRow) + (group * layout.GradientPerGroup));
                }
            }
        });
        return output;
    }

    /// <summary>The output of one group of channels for one row.</summary>
    private static void Fill(Convolution convolution, float* x, float* weight, float* bias, float* panel, float* y)
    {
        var layout = convolution.Plan.Layout;
        var (patch, positions) = (layout.Entries.Length, layout.Positions);
        var zero = 0;
        var rows = stackalloc float*[WideTile.Rows];
        var edge = stackalloc float[WideTile.Rows * WideTile.Columns];
        for (var channel = 0; channel < layout.Channels; channel++)
            new Span<float>(y + ((long)channel * positions), positions).Fill(bias is null ? 0 : bias[channel]);
        for (var position = 0; position < positions; position += WideTile.Columns)
        {
            var width = Math.Min(WideTile.Columns, positions - position);
            for (var entry = 0; entry < patch; entry += EntriesAtOnce)
            {
                var count = Math.Min(EntriesAtOnce, patch - entry);
                convolution.Plan.Patches.Copy(x, position, entry, count, panel);
                for (var channel = 0; channel < layout.Channels; channel += WideTile.Rows)
                {
                    var height = Math.Min(WideTile.Rows, layout.Channels - channel);
                    for (var i = 0; i < WideTile.Rows; i++)
                        rows[i] = weight + ((long)(channel + Math.Min(i, height - 1)) * patch) + entry;
                    var to = y + ((long)channel * positions) + position;
                    if (width == WideTile.Columns)
                    {
                        WideTile.Run(rows, &zero, 1, count, 1, panel, height, to, positions, to, positions);
                        continue;
                    }

                    WideTile.Run(rows, &zero, 1, count, 1, panel, height, null, 0, edge, WideTile.Columns);
                    for (var i = 0; i < height; i++)
                        Rows.AddScaled(new(edge + (i * WideTile.Columns), width), 1, new(to + ((long)i * positions), width));
                }
            }
        }
    }

    /// <summary>Leads the gradients at one group's output back to what entered, for one row.</summary>
    private static void AddBack(Convolution convolution, float* gradients, float* turned, float* panel, float* x)
    {
        var layout = convolution.Plan.Layout;
        var (patch, positions, channels) = (layout.Entries.Length, layout.Positions, layout.Channels);
        var zero = 0;
        var rows = stackalloc float*[WideTile.Rows];
        var tile = stackalloc float[WideTile.Rows * WideTile.Columns];
        for (var position = 0; position < positions; position += WideTile.Columns)
        {
            var width = Math.Min(WideTile.Columns, positions - position);
            MatrixPanels.Copy(new(gradients + position, 1, positions), width, channels, WideTile.Columns, panel);
            for (var entry = 0; entry < patch; entry += WideTile.Rows)
            {
                for (var i = 0; i < WideTile.Rows; i++)
                    rows[i] = turned + ((long)entry * channels) + i;
                var height = Math.Min(WideTile.Rows, patch - entry);
                WideTile.Run(rows, &zero, 1, channels, WideTile.Rows, panel, height, null, 0, tile, WideTile.Columns);
                convolution.Plan.Patches.AddBack(tile, position, entry, height, x);
            }
        }
    }
}
