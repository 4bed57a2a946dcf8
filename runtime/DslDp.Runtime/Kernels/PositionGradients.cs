using System.Numerics;
using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace DslDp.Kernels;

/// <summary>
/// Each example's gradient of a weight that multiplies at every position, Σ over its positions of gradient · inputᵀ: output channels lie
/// along the vectors, and what enters is read number by number where it lies.
/// </summary>
/// <remarks>
/// Sums run over 256 positions at most in 32 bits, and are added up after that, as are the rows that an example has. What is
/// measured is the 32-bit gradient that comes out, and the same numbers are what is added to the sum: however the positions round or
/// cancel, the norm is that of the contribution. Its squares are exact in double precision, and adding them up loses less than their
/// number times 2⁻⁵³ of it.
/// </remarks>
internal sealed unsafe partial class PositionGradients
{
    private const int PositionsAtOnce = 256;
    private readonly PositionLayout layout;
    private readonly bool isWide;
    private readonly int width, entriesAtOnce, paddedChannels;

    // The entries' offsets, the last repeated to fill the last tile.
    private readonly int[] entries;

    /// <param name="layout">Where the numbers lie.</param>
    /// <param name="wide">Whether to use vectors of sixteen numbers; by default where the processor has them.</param>
    public PositionGradients(PositionLayout layout, bool? wide = null)
    {
        this.layout = layout;
        isWide = wide ?? (WideTile.IsSupported && (layout.Channels % WideTile.Columns == 0 || layout.Channels % WideTile.Columns > WideTile.Columns / 2));
        width = isWide ? WideTile.Columns : 2 * Vector<float>.Count;
        entriesAtOnce = isWide ? WideTile.Rows : 6;
        paddedChannels = (layout.Channels + width - 1) / width * width;
        var patch = layout.Entries.Length;
        entries = [.. layout.Entries, .. Enumerable.Repeat(layout.Entries[^1], (entriesAtOnce - (patch % entriesAtOnce)) % entriesAtOnce)];
    }

    /// <summary>The fewest channels of a group that fill vectors half.</summary>
    public static int LeastChannels => Vector<float>.Count;

    /// <summary>The most channels that are filled up.</summary>
    public static int MostFilling => WideTile.Columns - 1;

    /// <summary>The layout of one example's gradient here: <c>[groups, entries, channels, filled up to whole vectors]</c>.</summary>
    public long[] Layout => [layout.Groups, layout.Entries.Length, paddedChannels];

    /// <summary>Positions of one row of the batch.</summary>
    public int Positions => layout.Positions;

    /// <summary>Channels of one group.</summary>
    public int Channels => layout.Channels;

    /// <summary>Numbers of one example's gradient in this layout.</summary>
    public int Numbers => checked(layout.Groups * layout.Entries.Length * paddedChannels);

    /// <summary>The gradients of some examples in 32 bits, and their squared norms.</summary>
    /// <param name="inputs">What enters.</param>
    /// <param name="gradients">The gradient at what leaves.</param>
    /// <param name="rowsPerExample">Rows of the batch that belong to one example.</param>
    /// <param name="kept">Where the gradients of all examples go, in this layout; null where only the norms are wanted.</param>
    /// <param name="norms">The squared norms.</param>
    public void Measure(Tensor inputs, Tensor gradients, int rowsPerExample, float* kept, double[] norms)
    {
        float* x = Memory.Of(inputs), g = Memory.Of(gradients);
        Workers.Run(norms.Length, (start, end) =>
        {
            using var packed = new Scratch(layout.Positions * paddedChannels);
            var inTiles = kept is null && IsOneWalk(rowsPerExample);
            using var own = new Scratch(kept is null && !inTiles ? Numbers : 0);
            for (var example = start; example < end; example++)
            {
                if (inTiles)
                {
                    norms[example] = SquaredNormByTiles(x, g, example, packed.Numbers);
                    continue;
                }

                var gradient = kept is null ? own.Numbers : kept + ((long)example * Numbers);
                Make(x, g, example * rowsPerExample, rowsPerExample, packed, gradient);
                norms[example] = Rows.SumOfSquares(gradient, Numbers);
            }
        });
        GC.KeepAlive(inputs);
        GC.KeepAlive(gradients);
    }

    /// <summary>Adds each example's gradient times its factor; the gradients are made again, and are the same numbers.</summary>
    /// <param name="inputs">What enters.</param>
    /// <param name="gradients">The gradient at what leaves.</param>
    /// <param name="rowsPerExample">Rows of the batch that belong to one example.</param>
    /// <param name="factors">One factor an example; one with 0 is left out.</param>
    /// <param name="sum">What to add to, in this layout.</param>
    public void AddWeighted(Tensor inputs, Tensor gradients, int rowsPerExample, float[] factors, Tensor sum)
    {
        float* x = Memory.Of(inputs), g = Memory.Of(gradients), to = Memory.Of(sum);
        Workers.Run(factors.Length, (start, end) =>
        {
            using var packed = new Scratch(layout.Positions * paddedChannels);
            var inTiles = IsOneWalk(rowsPerExample);
            using var made = new Scratch(inTiles ? 0 : Numbers);
            using var own = new Scratch(Numbers);
            own.Span.Clear();
            for (var example = start; example < end; example++)
            {
                if (factors[example] == 0)
                    continue;
                if (inTiles)
                {
                    AddByTiles(x, g, example, packed.Numbers, factors[example], own.Numbers);
                    continue;
                }

                Make(x, g, example * rowsPerExample, rowsPerExample, packed, made.Numbers);
                Rows.AddScaled(made.Span, factors[example], own.Span);
            }
            lock (sum)
                Rows.AddScaled(own.Span, 1, new(to, Numbers));
        });
        GC.KeepAlive(inputs);
        GC.KeepAlive(gradients);
        GC.KeepAlive(sum);
    }

    private void Make(float* inputs, float* gradients, int firstRow, int count, Scratch packed, float* gradient)
    {
        for (var row = firstRow; row < firstRow + count; row++)
        {
            for (var group = 0; group < layout.Groups; group++)
            {
                Pack(gradients + (row * layout.GradientPerRow) + (group * layout.GradientPerGroup), packed.Numbers);
                var x = inputs + (row * layout.InputPerRow) + (group * layout.InputPerGroup);
                for (var q = 0; q < paddedChannels; q += width)
                    AddChannels(x, packed.Numbers + ((long)q * layout.Positions), row == firstRow, gradient + ((long)group * layout.Entries.Length * paddedChannels) + q);
            }
        }
    }

    /// <summary>Brings the channels of a position next to each other, as many as go into a tile.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Pack(float* gradients, float* packed)
    {
        if (layout.ChannelStep == 1 && layout.Channels == paddedChannels)
        {
            PackRows(gradients, packed);
            return;
        }
        for (var channel = 0; channel < paddedChannels; channel++)
        {
            var from = gradients + ((long)channel * layout.ChannelStep);
            var to = packed + ((long)(channel / width) * width * layout.Positions) + (channel % width);
            for (var t = 0; t < layout.Positions; t++, to += width)
                *to = channel < layout.Channels ? from[(long)t * layout.PositionStep] : 0;
        }
    }

    /// <summary>The same where the channels of a position lie next to each other already.</summary>
    private void PackRows(float* gradients, float* packed)
    {
        for (var q = 0; q < paddedChannels; q += width)
        {
            for (var t = 0; t < layout.Positions; t++, packed += width)
                new ReadOnlySpan<float>(gradients + ((long)t * layout.PositionStep) + q, width).CopyTo(new(packed, width));
        }
    }

    private void AddChannels(float* input, float* channels, bool isFirstRow, float* sum)
    {
        var rowsAtOnce = Math.Max(1, PositionsAtOnce / layout.RowLength);
        for (var row = 0; row < layout.Rows.Length; row += rowsAtOnce)
        {
            var until = Math.Min(layout.Rows.Length, row + rowsAtOnce);
            for (var first = 0; first < layout.RowLength; first += PositionsAtOnce)
            {
                var count = Math.Min(PositionsAtOnce, layout.RowLength - first);
                var from = input + ((long)first * layout.Step);
                var packed = channels + ((((long)row * layout.RowLength) + first) * width);
                var isFirst = isFirstRow && row == 0 && first == 0;
                for (var entry = 0; entry < layout.Entries.Length; entry += entriesAtOnce)
                {
                    if (isWide)
                        AddWideTile(from, packed, row, until, count, entry, isFirst, sum);
                    else
                        AddTile(from, packed, row, until, count, entry, isFirst, sum);
                }
            }
        }
    }

    private void AddWideTile(float* input, float* channels, int row, int until, int count, int entry, bool isFirst, float* sum)
    {
        var x = stackalloc float*[WideTile.Rows];
        for (var i = 0; i < WideTile.Rows; i++)
            x[i] = input + entries[entry + i];
        var to = sum + ((long)entry * paddedChannels);
        fixed (int* starts = layout.Rows)
            WideTile.Run(x, starts + row, until - row, count, layout.Step, channels, Math.Min(WideTile.Rows, layout.Entries.Length - entry), isFirst ? null : to, paddedChannels, to, paddedChannels);
    }
}
