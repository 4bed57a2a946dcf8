using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DslDp.Kernels;

/// <summary>The numbers that a convolution's positions read, for as many positions at once as a tile has columns.</summary>
/// <param name="layout">Where the numbers lie.</param>
internal sealed unsafe class Patches(PositionLayout layout)
{
    private const int Run = 8;

    // Where each position begins; the last is repeated to fill the last tile.
    private readonly int[] starts = StartsOf(layout);

    /// <summary>Copies some entries of the patches of a tile's positions, those of one entry next to each other.</summary>
    /// <param name="x">What enters, with its padding.</param>
    /// <param name="position">The first position.</param>
    /// <param name="entry">The first entry.</param>
    /// <param name="count">Number of entries.</param>
    /// <param name="to">Room for them.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Copy(float* x, int position, int entry, int count, float* to)
    {
        fixed (int* start = &starts[position], offsets = &layout.Entries[entry])
        {
            var areRuns = AreRuns(position);
            for (var e = 0; e < count; e++, to += WideTile.Columns)
            {
                var from = x + offsets[e];
                if (areRuns)
                {
                    for (var j = 0; j < WideTile.Columns; j += Run)
                        Vector256.Load(from + start[j]).Store(to + j);
                }
                else
                {
                    for (var j = 0; j < WideTile.Columns; j++)
                        to[j] = from[start[j]];
                }
            }
        }
    }

    /// <summary>Adds a tile's numbers where the patches of its positions were read.</summary>
    /// <param name="tile">For each entry, a number for each position.</param>
    /// <param name="position">The first position.</param>
    /// <param name="entry">The first entry.</param>
    /// <param name="count">Number of entries.</param>
    /// <param name="x">Where to add, with the padding.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void AddBack(float* tile, int position, int entry, int count, float* x)
    {
        fixed (int* start = &starts[position], offsets = &layout.Entries[entry])
        {
            var positions = Math.Min(WideTile.Columns, layout.Positions - position);
            var areRuns = positions == WideTile.Columns && AreRuns(position);
            for (var e = 0; e < count; e++, tile += WideTile.Columns)
            {
                var to = x + offsets[e];
                if (areRuns)
                {
                    for (var j = 0; j < WideTile.Columns; j += Run)
                        (Vector256.Load(to + start[j]) + Vector256.Load(tile + j)).Store(to + start[j]);
                }
                else
                {
                    for (var j = 0; j < positions; j++)
                        to[start[j]] += tile[j];
                }
            }
        }
    }

    /// <summary>Whether the positions lie next to each other by eights.</summary>
    private bool AreRuns(int position)
    {
        for (var j = position; j < position + WideTile.Columns; j += Run)
        {
            if (starts[j + Run - 1] - starts[j] != Run - 1)
                return false;
        }

        return true;
    }

    private static int[] StartsOf(PositionLayout layout)
    {
        var starts = layout.Rows.SelectMany(row => Enumerable.Range(0, layout.RowLength).Select(t => row + (t * layout.Step))).ToList();
        while (starts.Count % WideTile.Columns != 0)
            starts.Add(starts[^1]);
        return [.. starts];
    }
}
