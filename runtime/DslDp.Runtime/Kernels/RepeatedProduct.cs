namespace DslDp.Kernels;

/// <summary>Products with one right matrix, which is copied into panels once.</summary>
internal sealed unsafe class RepeatedProduct : IDisposable
{
    private readonly int columns, depth;
    private readonly Scratch panels;

    /// <param name="right">Its columns are those of the results.</param>
    /// <param name="columns">Columns of a result.</param>
    /// <param name="depth">Terms of each sum.</param>
    public RepeatedProduct(MatrixSide right, int columns, int depth)
    {
        (this.columns, this.depth) = (columns, depth);
        panels = new(checked(Tiles.Whole(columns, WideTile.Columns) * depth));
        MatrixPanels.Copy(right, columns, depth, WideTile.Columns, panels.Numbers);
    }

    /// <summary>to ← left · right.</summary>
    /// <param name="left"><c>[rows, depth]</c>, contiguous.</param>
    /// <param name="rows">Rows of the result.</param>
    /// <param name="to">The result, <c>[rows, columns]</c>, contiguous.</param>
    public void Run(float* left, int rows, float* to) =>
        MatrixProduct.RunBlock(new(left, depth, 1), null, panels.Numbers, rows, columns, depth, to, columns, MatrixProduct.Start.Zero, null);

    public void Dispose() => panels.Dispose();
}
