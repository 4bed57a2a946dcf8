using CsCheck;
using DslDp.Clipping;
using DslDp.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace DslDp.Runtime.Tests.Clipping;

/// <summary>The product of matrices against libtorch's in double precision, in every layout, on sizes around those of its blocks.</summary>
public unsafe class MatrixProductTests
{
    // Tiles are 12 by 32, blocks 240 rows, 256 terms, 2,048 columns.
    private static readonly Gen<int> Rows = Gen.OneOf(Gen.Int[1, 40], Gen.Int[230, 260]);
    private static readonly Gen<int> Columns = Gen.OneOf(Gen.Int[1, 100], Gen.Int[2030, 2090]);
    private static readonly Gen<int> Depths = Gen.OneOf(Gen.Int[1, 40], Gen.Int[250, 300]);

    private sealed record Case(int Rows, int Columns, int Depth, bool IsLeftTurned, bool IsRightTurned, MatrixProduct.Start Start, bool AreWeighted, int Threads);

    private static readonly Gen<Case> Cases =
        from rows in Rows
        from columns in Columns
        from depth in Depths
        from left in Gen.Bool
        from right in Gen.Bool
        from start in Gen.Enum<MatrixProduct.Start>()
        from weighted in Gen.Bool
        from threads in Gen.Int[1, 2]
        select new Case(rows, columns, depth, left, right, start, weighted, threads);

    [Fact]
    public void Is_the_product() => Cases.Sample(
        of =>
        {
            using var scope = NewDisposeScope();
            using var threads = new ThreadCount(of.Threads);
            var random = new RandomTensors(of.Rows + (7 * of.Columns) + (11 * of.Depth));
            var left = of.IsLeftTurned ? random.Normal(of.Depth, of.Rows) : random.Normal(of.Rows, of.Depth);
            var right = of.IsRightTurned ? random.Normal(of.Columns, of.Depth) : random.Normal(of.Depth, of.Columns);
            var (a, b) = (of.IsLeftTurned ? left.t() : left, of.IsRightTurned ? right.t() : right);
            var (bias, present) = (random.Normal(of.Columns), random.Normal(of.Rows, of.Columns));
            float[]? factors = of.AreWeighted ? [.. Enumerable.Range(0, of.Depth).Select(k => k % 5 / 4f)] : null;
            var counts = factors is null ? ones(of.Depth, float64) : tensor(factors, float64);
            var exact = (a.to(float64) * counts).mm(b.to(float64)).Plus(of.Start switch { MatrixProduct.Start.Bias => bias, MatrixProduct.Start.Present => present, _ => zeros(1) });
            var terms = a.abs().to(float64).mm(b.abs().to(float64)).Plus(ones(1, float64));

            // Terms that do not count may hold anything.
            if (factors is not null)
            {
                (of.IsLeftTurned ? left[0] : left.select(1, 0)).fill_(float.NaN);
                (of.IsRightTurned ? right.select(1, 0) : right[0]).fill_(float.PositiveInfinity);
            }

            var result = of.Start == MatrixProduct.Start.Present ? present : full(of.Rows, of.Columns, float.NaN);
            fixed (float* each = factors)
            {
                MatrixProduct.Run(
                    of.IsLeftTurned ? new(Memory.Of(left), 1, of.Rows) : new(Memory.Of(left), of.Depth, 1),
                    of.IsRightTurned ? new(Memory.Of(right), of.Depth, 1) : new(Memory.Of(right), 1, of.Columns),
                    of.Rows, of.Columns, of.Depth, Memory.Of(result), of.Columns, of.Start, of.Start == MatrixProduct.Start.Bias ? Memory.Of(bias) : null, each);
            }

            var error = ((result.to(float64) - exact).abs() / terms).max().ToDouble();
            Assert.True(error <= 1e-6, $"off by {error:G3} of the terms");
        },
        iter: 120,
        threads: 1);

    [Fact]
    public void Rows_a_page_apart_are_read_rightly()
    {
        using var scope = NewDisposeScope();
        var random = new RandomTensors(3);
        var (left, right, result) = (random.Normal(30, 1024), random.Normal(1024, 64), zeros(30, 64));
        MatrixProduct.Run(new(Memory.Of(left), 1024, 1), new(Memory.Of(right), 1, 64), 30, 64, 1024, Memory.Of(result), 64, MatrixProduct.Start.Zero);
        Assert.True((result.to(float64) - left.to(float64).mm(right.to(float64))).abs().max().ToDouble() <= 1e-3);
    }

    [Fact]
    public void What_lies_between_the_rows_of_the_result_stays()
    {
        using var scope = NewDisposeScope();
        var random = new RandomTensors(4);
        var (left, right, result) = (random.Normal(25, 7), random.Normal(7, 40), full(25, 50, 5f));
        MatrixProduct.Run(new(Memory.Of(left), 7, 1), new(Memory.Of(right), 1, 40), 25, 40, 7, Memory.Of(result), 50, MatrixProduct.Start.Zero);
        Assert.True(result[.., 40..].eq(5).all().ToBoolean());
        Assert.True((result[.., ..40] - left.mm(right)).abs().max().ToSingle() <= 1e-5);
    }
}
