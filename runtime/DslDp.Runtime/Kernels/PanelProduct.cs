namespace DslDp.Kernels;

/// <summary>Products of some rows with one right matrix, which is copied into panels once.</summary>
internal sealed unsafe class PanelProduct : IDisposable
{
    // So many terms of a panel, and the rows that meet them, stay in the first cache.
    private const int DepthAtOnce = 128;
    private readonly int depth;
    private readonly Scratch panels;

    /// <param name="right">Its columns are those of the results.</param>
    /// <param name="columns">Columns of a result.</param>
    /// <param name="depth">Terms of each sum.</param>
    public PanelProduct(MatrixSide right, int columns, int depth)
    {
        this.depth = depth;
        Panels = Tiles.Count(columns, BroadTile.Columns);
        panels = new(checked(Panels * BroadTile.Columns * depth));
        MatrixPanels.Copy(right, columns, depth, BroadTile.Columns, panels.Numbers);
    }

    /// <summary>Panels of <see cref="BroadTile.Columns"/> columns; places of the last that are left over hold 0.</summary>
    public int Panels { get; }

    /// <summary>So many rows as fill the tiles: all of them are read, and written.</summary>
    public static int Whole(int rows) => Tiles.Whole(rows, BroadTile.Rows);

    /// <summary>to ← from + left · the columns of a panel.</summary>
    /// <param name="panel">The panel.</param>
    /// <param name="left">The first number of the first row.</param>
    /// <param name="leftStep">From one row to the next.</param>
    /// <param name="rows">Rows; what <see cref="Whole"/> makes of them has room.</param>
    /// <param name="from">What the product is added to: <see cref="BroadTile.Columns"/> numbers a row.</param>
    /// <param name="fromStep">From one row of it to the next; 0 where it is the same for all.</param>
    /// <param name="to">Where the result goes.</param>
    /// <param name="toStep">From one row of it to the next.</param>
    public void Run(int panel, float* left, long leftStep, int rows, float* from, long fromStep, float* to, long toStep)
    {
        var vectors = panels.Numbers + ((long)panel * depth * BroadTile.Columns);
        for (var term = 0; term < depth; term += DepthAtOnce, vectors += DepthAtOnce * BroadTile.Columns)
        {
            var terms = Math.Min(DepthAtOnce, depth - term);
            for (var row = 0L; row < rows; row += BroadTile.Rows)
                BroadTile.Run(left + (row * leftStep) + term, leftStep, vectors, terms, from + (row * fromStep), fromStep, to + (row * toStep), toStep);
            from = to;
            fromStep = toStep;
        }
    }

    public void Dispose() => panels.Dispose();
}
