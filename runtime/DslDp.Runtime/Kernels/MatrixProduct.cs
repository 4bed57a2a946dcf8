namespace DslDp.Kernels;

/// <summary>
/// to ← start + left · right, in 32 bits: blocks that fit the caches, as Goto and van de Geijn describe (2008, “Anatomy of
/// high-performance matrix multiplication”), with <see cref="WideTile"/> inside.
/// </summary>
internal static unsafe class MatrixProduct
{
    // A panel of so many terms and its operands stay in the first cache; a block of rows, in the second.
    private const int DepthAtOnce = 256, RowsAtOnce = 20 * WideTile.Rows, ColumnsAtOnce = 64 * WideTile.Columns;

    // So few terms are added up before another thread has begun.
    private const long FewTerms = 1 << 16;

    // Rows that lie so far apart fall on the same places of the first cache.
    private const int NumbersOfPage = 4096 / sizeof(float);

    /// <summary>What the product is added to.</summary>
    public enum Start
    {
        /// <summary>Nothing.</summary>
        Zero,

        /// <summary>A number for each column.</summary>
        Bias,

        /// <summary>What is there.</summary>
        Present,
    }

    /// <summary>Computes a product of at least one term, divided among the threads that libtorch was told to use.</summary>
    /// <param name="left">Its rows are those of the result.</param>
    /// <param name="right">Its columns are those of the result.</param>
    /// <param name="rows">Rows of the result.</param>
    /// <param name="columns">Columns of the result.</param>
    /// <param name="depth">Terms of each sum.</param>
    /// <param name="to">The result.</param>
    /// <param name="toStep">From one row of the result to the next.</param>
    /// <param name="start">What the product is added to.</param>
    /// <param name="bias">The number for each column; null unless <paramref name="start"/> says so.</param>
    /// <param name="factors">What each term counts for, or null; a term with 0 is left out, whatever it holds.</param>
    public static void Run(MatrixSide left, MatrixSide right, int rows, int columns, int depth, float* to, long toStep, Start start, float* bias = null, float* factors = null)
    {
        if ((long)rows * columns * depth <= FewTerms || TorchSharp.torch.get_num_threads() == 1)
            RunPart(left, right, rows, columns, depth, to, toStep, start, bias, factors);
        else
            Divide(left, right, rows, columns, depth, to, toStep, start, bias, factors);
    }

    private static void Divide(MatrixSide left, MatrixSide right, int rows, int columns, int depth, float* to, long toStep, Start start, float* bias, float* factors)
    {
        if (rows >= columns)
        {
            Workers.Run(Tiles.Count(rows, WideTile.Rows), (first, last) =>
            {
                var (from, until) = (first * WideTile.Rows, Math.Min(rows, last * WideTile.Rows));
                RunPart(left.From(from, 0), right, until - from, columns, depth, to + (from * toStep), toStep, start, bias, factors);
            });
        }
        else
        {
            Workers.Run(Tiles.Count(columns, WideTile.Columns), (first, last) =>
            {
                var (from, until) = (first * WideTile.Columns, Math.Min(columns, last * WideTile.Columns));
                RunPart(left, right.From(from, 0), rows, until - from, depth, to + from, toStep, start, bias is null ? null : bias + from, factors);
            });
        }
    }

    private static void RunPart(MatrixSide left, MatrixSide right, int rows, int columns, int depth, float* to, long toStep, Start start, float* bias, float* factors)
    {
        var isAnyAbsent = factors is not null && new ReadOnlySpan<float>(factors, depth).Contains(0);
        var isLeftCopied = isAnyAbsent || left.DepthStep != 1 || left.AcrossStep % NumbersOfPage == 0;
        var widest = Math.Min(ColumnsAtOnce, Tiles.Whole(columns, WideTile.Columns));
        var deepest = Math.Min(DepthAtOnce, depth);
        using var rightPanels = new Scratch(widest * deepest);
        using var leftPanels = new Scratch(isLeftCopied ? RowsAtOnce * deepest : 0);
        for (var column = 0; column < columns; column += ColumnsAtOnce)
        {
            var width = Math.Min(ColumnsAtOnce, columns - column);
            for (var term = 0; term < depth; term += DepthAtOnce)
            {
                var terms = Math.Min(DepthAtOnce, depth - term);
                var counts = factors is null ? null : factors + term;
                MatrixPanels.Copy(right.From(column, term), width, terms, WideTile.Columns, rightPanels.Numbers);
                if (counts is not null)
                    MatrixPanels.Scale(rightPanels.Numbers, width, terms, WideTile.Columns, counts);
                for (var row = 0; row < rows; row += RowsAtOnce)
                {
                    var height = Math.Min(RowsAtOnce, rows - row);
                    var block = left.From(row, term);
                    if (isLeftCopied)
                        MatrixPanels.Copy(block, height, terms, WideTile.Rows, leftPanels.Numbers);
                    if (isAnyAbsent)
                        MatrixPanels.ClearAbsent(leftPanels.Numbers, height, terms, WideTile.Rows, counts);
                    RunBlock(
                        block, isLeftCopied ? leftPanels.Numbers : null, rightPanels.Numbers, height, width, terms,
                        to + (row * toStep) + column, toStep, term == 0 ? start : Start.Present, bias is null ? null : bias + column);
                }
            }
        }
    }

    /// <summary>A block whose right side lies in panels, and whose left side does where <paramref name="leftPanels"/> is not null.</summary>
    public static void RunBlock(MatrixSide left, float* leftPanels, float* panel, int rows, int columns, int depth, float* to, long toStep, Start start, float* bias)
    {
        var x = stackalloc float*[WideTile.Rows];
        var edge = stackalloc float[WideTile.Rows * WideTile.Columns];
        var atStart = 0;
        for (var column = 0; column < columns; column += WideTile.Columns, panel += depth * WideTile.Columns)
        {
            var width = Math.Min(WideTile.Columns, columns - column);
            for (var row = 0; row < rows; row += WideTile.Rows)
            {
                var height = Math.Min(WideTile.Rows, rows - row);
                for (var i = 0; i < WideTile.Rows; i++)
                    x[i] = leftPanels is null ? left.From(row + Math.Min(i, height - 1), 0).Numbers : leftPanels + ((long)row * depth) + i;
                var step = leftPanels is null ? left.DepthStep : WideTile.Rows;
                var place = to + (row * toStep) + column;
                if (width == WideTile.Columns)
                {
                    var (from, fromStep) = start switch { Start.Bias => ((nint)(bias + column), 0), Start.Present => ((nint)place, toStep), _ => (0, 0L) };
                    WideTile.Run(x, &atStart, 1, depth, step, panel, height, (float*)from, fromStep, place, toStep);
                }
                else
                {
                    WideTile.Run(x, &atStart, 1, depth, step, panel, height, null, 0, edge, WideTile.Columns);
                    for (var i = 0; i < height; i++)
                        Finish(new(edge + (i * WideTile.Columns), width), new(place + (i * toStep), width), start, bias + column);
                }
            }
        }
    }

    /// <summary>The last columns, which are fewer than a tile has.</summary>
    private static void Finish(ReadOnlySpan<float> sums, Span<float> to, Start start, float* bias)
    {
        for (var i = 0; i < to.Length; i++)
            to[i] = sums[i] + start switch { Start.Bias => bias[i], Start.Present => to[i], _ => 0 };
    }
}
