using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DslDp.Kernels;

/// <summary>Gradients whose tiles each come out of one walk over the positions: they are measured, or added to the sum, on the way out of the registers.</summary>
internal sealed unsafe partial class PositionGradients
{
    private const int TileNumbers = WideTile.Rows * WideTile.Columns;

    private bool IsOneWalk(int rowsPerExample) =>
        isWide && rowsPerExample == 1 && layout.RowLength <= PositionsAtOnce && layout.Rows.Length <= PositionsAtOnce / layout.RowLength;

    private double SquaredNormByTiles(float* inputs, float* gradients, int example, Room room, float* kept)
    {
        var tile = stackalloc float[TileNumbers];
        var norm = 0.0;
        for (var group = 0; group < layout.Groups; group++)
        {
            var x = Lay(inputs, gradients, example, group, room);
            var ofGroup = kept + ((long)group * layout.Entries.Length * paddedChannels);
            for (var q = 0; q < paddedChannels; q += width)
            {
                for (var entry = 0; entry < layout.Entries.Length; entry += WideTile.Rows)
                {
                    var rows = MakeTile(x, room.Channels + ((long)q * layout.Positions), entry, tile);
                    norm += Rows.SumOfSquares(tile, rows * WideTile.Columns);
                    if (kept is not null)
                        KeepTile(tile, rows, ofGroup + ((long)entry * paddedChannels) + q);
                }
            }
        }

        return norm;
    }

    private void AddByTiles(float* inputs, float* gradients, int example, Room room, float factor, float* sum)
    {
        var tile = stackalloc float[TileNumbers];
        for (var group = 0; group < layout.Groups; group++, sum += (long)layout.Entries.Length * paddedChannels)
        {
            var x = Lay(inputs, gradients, example, group, room);
            for (var q = 0; q < paddedChannels; q += width)
            {
                for (var entry = 0; entry < layout.Entries.Length; entry += WideTile.Rows)
                    AddTile(tile, MakeTile(x, room.Channels + ((long)q * layout.Positions), entry, tile), factor, sum + ((long)entry * paddedChannels) + q);
            }
        }
    }

    /// <returns>Rows of the tile that are filled.</returns>
    private int MakeTile(float* input, float* channels, int entry, float* tile)
    {
        var x = stackalloc float*[WideTile.Rows];
        for (var i = 0; i < WideTile.Rows; i++)
            x[i] = input + entries[entry + i];
        var rows = Math.Min(WideTile.Rows, layout.Entries.Length - entry);
        fixed (int* starts = layout.Rows)
            WideTile.Run(x, starts, layout.Rows.Length, layout.RowLength, step, channels, rows, null, 0, tile, WideTile.Columns);
        return rows;
    }

    /// <summary>Past the caches, since nobody reads it before all gradients are measured.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void KeepTile(float* tile, int rows, float* to)
    {
        for (var i = 0; i < rows; i++, tile += WideTile.Columns, to += paddedChannels)
        {
            for (var j = 0; j < WideTile.Columns; j += Vector512<float>.Count)
                Vector512.Load(tile + j).StoreAlignedNonTemporal(to + j);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddTile(float* tile, int rows, float factor, float* to)
    {
        var factors = Vector512.Create(factor);
        for (var i = 0; i < rows; i++, tile += WideTile.Columns, to += paddedChannels)
        {
            for (var j = 0; j < WideTile.Columns; j += Vector512<float>.Count)
                Vector512.FusedMultiplyAdd(Vector512.Load(tile + j), factors, Vector512.Load(to + j)).Store(to + j);
        }
    }
}
