using System.Numerics;
using static TorchSharp.torch;

namespace DslDp.Kernels;

/// <summary>
/// Each example's gradient of a weight that multiplies at every position, Σ over its positions of gradient · inputᵀ: output channels lie
/// along the vectors, and what enters is read number by number: in panels where the entries of a position lie next to each other, else where
/// it lies.
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
    private readonly int width, entriesAtOnce, paddedChannels, step;

    // The entries' offsets, in panels or where what enters lies; there, the last is repeated to fill the last tile.
    private readonly int[] entries;

    // What is asked for of the next row while a tile is made: all of it in as many tiles as a row has.
    private readonly int inputsOfTile, gradientsOfTile;

    // Of the panels, rounded up to whole ones; 0 where entries are read where they lie.
    private readonly int panelNumbers;

    /// <param name="layout">Where the numbers lie.</param>
    /// <param name="wide">Whether to use vectors of sixteen numbers; by default where the processor has them.</param>
    public PositionGradients(PositionLayout layout, bool? wide = null)
    {
        this.layout = layout;
        isWide = wide ?? (WideTile.IsSupported && (layout.Channels % WideTile.Columns == 0 || layout.Channels % WideTile.Columns > WideTile.Columns / 2));
        width = isWide ? WideTile.Columns : 2 * Vector<float>.Count;
        entriesAtOnce = isWide ? WideTile.Rows : 6;
        paddedChannels = Tiles.Whole(layout.Channels, width);
        var padded = Tiles.Whole(layout.Entries.Length, entriesAtOnce);
        var inPanels = isWide && layout.IsMatrix && layout.Entries.Length >= WideTile.Rows;
        panelNumbers = inPanels ? checked(padded * layout.Positions) : 0;
        step = inPanels ? entriesAtOnce : layout.Step;
        var tiles = (long)layout.Groups * (paddedChannels / width) * (padded / entriesAtOnce) * Math.Max(1, layout.Positions / PositionsAtOnce);
        inputsOfTile = (int)((layout.IsMatrix ? (long)layout.Positions * layout.Entries.Length : layout.InputPerRow) / tiles) + 16;
        gradientsOfTile = (int)((long)layout.Positions * layout.Channels * layout.Groups / tiles) + 16;
        entries = inPanels
            ? [.. Enumerable.Range(0, padded).Select(entry => (entry / entriesAtOnce * entriesAtOnce * layout.Positions) + (entry % entriesAtOnce))]
            : [.. layout.Entries, .. Enumerable.Repeat(layout.Entries[^1], padded - layout.Entries.Length)];
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

    /// <summary>Channels of all groups.</summary>
    public int AllChannels => layout.Groups * layout.Channels;

    /// <summary>Numbers of one example's gradient in this layout.</summary>
    public int Numbers => checked(layout.Groups * layout.Entries.Length * paddedChannels);

    /// <summary>The gradients of some examples in 32 bits, and their squared norms.</summary>
    /// <param name="inputs">What enters.</param>
    /// <param name="gradients">The gradient at what leaves.</param>
    /// <param name="rowsPerExample">Rows of the batch that belong to one example.</param>
    /// <param name="first">The first example.</param>
    /// <param name="count">Number of examples.</param>
    /// <param name="made">Where their gradients go, in this layout.</param>
    /// <param name="squares">One number an example of the batch; each squared norm is added to its own.</param>
    /// <param name="row">What to put zeros around each row of what enters; null where they are there, or none are wanted.</param>
    /// <param name="sums">Where each example of the batch has room for its sum of the gradient over its positions, <c>[batch, groups · channels]</c>; null where it is not wanted.</param>
    public void Make(Tensor inputs, Tensor gradients, int rowsPerExample, int first, int count, float* made, double[] squares, PaddedRow? row = null, float* sums = null)
    {
        float* x = Memory.Of(inputs), g = Memory.Of(gradients);
        Workers.Run(count, (start, end) =>
        {
            using var room = new Room(this, row);
            for (var i = start; i < end; i++)
            {
                var example = first + i;
                // First: the gradients are read once more at once, and are near then.
                if (sums is not null)
                    SumOverPositions(g, example * rowsPerExample, rowsPerExample, new(sums + ((long)example * AllChannels), AllChannels));
                squares[example] += Make(x, g, example * rowsPerExample, rowsPerExample, (first + end) * rowsPerExample, room, made + ((long)i * Numbers));
            }
        });
        GC.KeepAlive(inputs);
        GC.KeepAlive(gradients);
    }

    /// <returns>The squared norm.</returns>
    private double Make(float* inputs, float* gradients, int firstRow, int count, int lastRow, Room room, float* gradient)
    {
        var norm = 0.0;
        for (var row = firstRow; row < firstRow + count; row++)
        {
            if (row + 1 < lastRow)
                ReadAhead(inputs, gradients, row + 1, room);
            for (var group = 0; group < layout.Groups; group++)
            {
                var x = Lay(inputs, gradients, row, group, room);
                for (var q = 0; q < paddedChannels; q += width)
                    norm += AddChannels(x, room.Channels + ((long)q * layout.Positions), row == firstRow, row == firstRow + count - 1, room, gradient + ((long)group * layout.Entries.Length * paddedChannels) + q);
            }
        }
        return norm;
    }

    /// <summary>Brings the channels of a position next to each other, as many as go into a tile, and likewise the entries where they go into panels.</summary>
    /// <returns>Where the entries are.</returns>
    private float* Lay(float* inputs, float* gradients, int row, int group, Room room)
    {
        var g = gradients + (row * layout.GradientPerRow) + (group * layout.GradientPerGroup);
        MatrixPanels.Copy(new(g, layout.ChannelStep, layout.PositionStep), layout.Channels, layout.Positions, width, room.Channels);
        if (room.Row is { } padded && group == 0)
            padded.CopyIn(inputs + ((long)row * padded.InnerNumbers), room.Padded);
        var x = (room.Row is null ? inputs + (row * layout.InputPerRow) : room.Padded) + (group * layout.InputPerGroup);
        if (panelNumbers == 0)
            return x;
        MatrixPanels.Copy(new(x, 1, layout.Step), layout.Entries.Length, layout.Positions, entriesAtOnce, room.Entries);
        return room.Entries;
    }

    private void ReadAhead(float* inputs, float* gradients, int row, Room room)
    {
        if (layout.IsMatrix)
        {
            room.NextInputs.Begin(inputs + (row * layout.InputPerRow), layout.Positions, layout.Entries.Length, layout.Step);
            room.NextGradients.Begin(gradients + (row * layout.GradientPerRow), layout.Positions, layout.Channels, layout.PositionStep);
            return;
        }

        var numbers = room.Row is { } padded ? padded.InnerNumbers : layout.InputPerRow;
        room.NextInputs.Begin(inputs + (row * numbers), 1, numbers, 0);
        room.NextGradients.Begin(gradients + (row * layout.GradientPerRow), 1, layout.GradientPerRow, 0);
    }

    /// <returns>The sum of the squares of what is there after the last row.</returns>
    private double AddChannels(float* input, float* channels, bool isFirstRow, bool isLastRow, Room room, float* sum)
    {
        var squares = 0.0;
        var rowsAtOnce = Math.Max(1, PositionsAtOnce / layout.RowLength);
        for (var row = 0; row < layout.Rows.Length; row += rowsAtOnce)
        {
            var until = Math.Min(layout.Rows.Length, row + rowsAtOnce);
            for (var first = 0; first < layout.RowLength; first += PositionsAtOnce)
            {
                var count = Math.Min(PositionsAtOnce, layout.RowLength - first);
                var from = input + ((long)first * step);
                var packed = channels + ((((long)row * layout.RowLength) + first) * width);
                var isFirst = isFirstRow && row == 0 && first == 0;
                var isLast = isLastRow && until == layout.Rows.Length && first + count == layout.RowLength;
                for (var entry = 0; entry < layout.Entries.Length; entry += entriesAtOnce)
                {
                    room.NextInputs.Ask(inputsOfTile);
                    room.NextGradients.Ask(gradientsOfTile);
                    if (isWide)
                        AddWideTile(from, packed, row, until, count, entry, isFirst, sum);
                    else
                        AddTile(from, packed, row, until, count, entry, isFirst, sum);
                    if (isLast)
                        squares += Rows.SumOfSquares(sum + ((long)entry * paddedChannels), Math.Min(entriesAtOnce, layout.Entries.Length - entry), width, paddedChannels);
                }
            }
        }
        return squares;
    }

    private void AddWideTile(float* input, float* channels, int row, int until, int count, int entry, bool isFirst, float* sum)
    {
        var x = stackalloc float*[WideTile.Rows];
        for (var i = 0; i < WideTile.Rows; i++)
            x[i] = input + entries[entry + i];
        var to = sum + ((long)entry * paddedChannels);
        fixed (int* starts = layout.Rows)
            WideTile.Run(x, starts + row, until - row, count, step, channels, Math.Min(WideTile.Rows, layout.Entries.Length - entry), isFirst ? null : to, paddedChannels, to, paddedChannels);
    }

    /// <summary>Where one row's numbers are laid out.</summary>
    private sealed class Room : IDisposable
    {
        private readonly Scratch channels, entries, padded;

        public Room(PositionGradients of, PaddedRow? row)
        {
            Row = row;
            channels = new(of.layout.Positions * of.paddedChannels);
            entries = new(of.panelNumbers);
            padded = new(row is null ? 0 : row.Numbers);
            padded.Span.Clear();
        }

        public PaddedRow? Row { get; }

        // Fields: each remembers how far it got.
        public ReadAhead NextInputs, NextGradients;

        public float* Channels => channels.Numbers;

        public float* Entries => entries.Numbers;

        public float* Padded => padded.Numbers;

        public void Dispose()
        {
            channels.Dispose();
            entries.Dispose();
            padded.Dispose();
        }
    }
}
