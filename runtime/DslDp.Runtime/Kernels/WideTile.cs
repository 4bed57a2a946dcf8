using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DslDp.Kernels;

/// <summary>
/// The innermost loop of all products: up to twelve numbers times two vectors of sixteen, added up over a walk through memory. The
/// twenty-four sums and their operands fill the thirty-two registers of a processor with vectors of 512 bits.
/// </summary>
internal static unsafe class WideTile
{
    /// <summary>Rows of the result at most.</summary>
    public const int Rows = 12;

    /// <summary>Columns of the result.</summary>
    public const int Columns = 2 * Lanes;

    private const int Lanes = 16;

    /// <summary>Whether the processor has such vectors.</summary>
    public static bool IsSupported => Vector512.IsHardwareAccelerated;

    /// <summary>to ← from + Σ x · vectors.</summary>
    /// <param name="x">Where the numbers of each of the twelve rows begin; those beyond <paramref name="rows"/> are read, and not used.</param>
    /// <param name="starts">How far behind that each of the runs begins.</param>
    /// <param name="runs">Number of runs.</param>
    /// <param name="length">Numbers of a run.</param>
    /// <param name="step">From one number of a run to the next.</param>
    /// <param name="vectors">For each number of the walk, <see cref="Columns"/> numbers, one after the other.</param>
    /// <param name="rows">Rows of the result.</param>
    /// <param name="from">What the sums are added to; null for nothing.</param>
    /// <param name="fromStep">From one row of it to the next.</param>
    /// <param name="to">Where the result goes.</param>
    /// <param name="toStep">From one row of it to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(float** x, int* starts, int runs, int length, long step, float* vectors, int rows, float* from, long fromStep, float* to, long toStep)
    {
        float* x0 = x[0], x1 = x[1], x2 = x[2], x3 = x[3], x4 = x[4], x5 = x[5], x6 = x[6], x7 = x[7], x8 = x[8], x9 = x[9], x10 = x[10], x11 = x[11];
        Vector512<float> a0 = default, a1 = default, a2 = default, a3 = default, a4 = default, a5 = default;
        Vector512<float> a6 = default, a7 = default, a8 = default, a9 = default, a10 = default, a11 = default;
        Vector512<float> b0 = default, b1 = default, b2 = default, b3 = default, b4 = default, b5 = default;
        Vector512<float> b6 = default, b7 = default, b8 = default, b9 = default, b10 = default, b11 = default;
        for (var run = 0; run < runs; run++)
        {
            long at = starts[run];
            for (var k = 0; k < length; k++, at += step, vectors += Columns)
            {
                var low = Vector512.Load(vectors);
                var high = Vector512.Load(vectors + Lanes);
                var number = Vector512.Create(x0[at]);
                a0 = Vector512.FusedMultiplyAdd(low, number, a0);
                b0 = Vector512.FusedMultiplyAdd(high, number, b0);
                number = Vector512.Create(x1[at]);
                a1 = Vector512.FusedMultiplyAdd(low, number, a1);
                b1 = Vector512.FusedMultiplyAdd(high, number, b1);
                number = Vector512.Create(x2[at]);
                a2 = Vector512.FusedMultiplyAdd(low, number, a2);
                b2 = Vector512.FusedMultiplyAdd(high, number, b2);
                number = Vector512.Create(x3[at]);
                a3 = Vector512.FusedMultiplyAdd(low, number, a3);
                b3 = Vector512.FusedMultiplyAdd(high, number, b3);
                number = Vector512.Create(x4[at]);
                a4 = Vector512.FusedMultiplyAdd(low, number, a4);
                b4 = Vector512.FusedMultiplyAdd(high, number, b4);
                number = Vector512.Create(x5[at]);
                a5 = Vector512.FusedMultiplyAdd(low, number, a5);
                b5 = Vector512.FusedMultiplyAdd(high, number, b5);
                number = Vector512.Create(x6[at]);
                a6 = Vector512.FusedMultiplyAdd(low, number, a6);
                b6 = Vector512.FusedMultiplyAdd(high, number, b6);
                number = Vector512.Create(x7[at]);
                a7 = Vector512.FusedMultiplyAdd(low, number, a7);
                b7 = Vector512.FusedMultiplyAdd(high, number, b7);
                number = Vector512.Create(x8[at]);
                a8 = Vector512.FusedMultiplyAdd(low, number, a8);
                b8 = Vector512.FusedMultiplyAdd(high, number, b8);
                number = Vector512.Create(x9[at]);
                a9 = Vector512.FusedMultiplyAdd(low, number, a9);
                b9 = Vector512.FusedMultiplyAdd(high, number, b9);
                number = Vector512.Create(x10[at]);
                a10 = Vector512.FusedMultiplyAdd(low, number, a10);
                b10 = Vector512.FusedMultiplyAdd(high, number, b10);
                number = Vector512.Create(x11[at]);
                a11 = Vector512.FusedMultiplyAdd(low, number, a11);
                b11 = Vector512.FusedMultiplyAdd(high, number, b11);
            }
        }

        Put(0, a0, b0);
        Put(1, a1, b1);
        Put(2, a2, b2);
        Put(3, a3, b3);
        Put(4, a4, b4);
        Put(5, a5, b5);
        Put(6, a6, b6);
        Put(7, a7, b7);
        Put(8, a8, b8);
        Put(9, a9, b9);
        Put(10, a10, b10);
        Put(11, a11, b11);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        void Put(int row, Vector512<float> low, Vector512<float> high)
        {
            if (row >= rows)
                return;
            if (from is not null)
            {
                low += Vector512.Load(from + (row * fromStep));
                high += Vector512.Load(from + (row * fromStep) + Lanes);
            }

            low.Store(to + (row * toStep));
            high.Store(to + (row * toStep) + Lanes);
        }
    }
}
