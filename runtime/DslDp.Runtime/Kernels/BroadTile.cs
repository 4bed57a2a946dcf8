using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DslDp.Kernels;

/// <summary>
/// The innermost loop of products with few rows: six numbers times four vectors of sixteen, added up over a walk through memory. Where a
/// batch has some dozens of rows, tiles of six leave fewer of their rows empty than those of twelve (<see cref="WideTile"/>).
/// </summary>
internal static unsafe class BroadTile
{
    /// <summary>Rows of the result.</summary>
    public const int Rows = 6;

    /// <summary>Columns of the result.</summary>
    public const int Columns = 4 * Lanes;

    private const int Lanes = 16;

    /// <summary>to ← from + Σ x · vectors.</summary>
    /// <param name="x">The first number of the first row.</param>
    /// <param name="step">From one row to the next.</param>
    /// <param name="vectors">For each number of a row, <see cref="Columns"/> numbers, one after the other.</param>
    /// <param name="depth">Numbers of a row.</param>
    /// <param name="from">What the sums are added to.</param>
    /// <param name="fromStep">From one row of it to the next.</param>
    /// <param name="to">Where the result goes.</param>
    /// <param name="toStep">From one row of it to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(float* x, long step, float* vectors, int depth, float* from, long fromStep, float* to, long toStep)
    {
        Take(0, out var a0, out var a1, out var a2, out var a3);
        Take(1, out var b0, out var b1, out var b2, out var b3);
        Take(2, out var c0, out var c1, out var c2, out var c3);
        Take(3, out var d0, out var d1, out var d2, out var d3);
        Take(4, out var e0, out var e1, out var e2, out var e3);
        Take(5, out var f0, out var f1, out var f2, out var f3);
        float* xa = x, xb = x + step, xc = xb + step, xd = xc + step, xe = xd + step, xf = xe + step;
        for (long k = 0; k < depth; k++, vectors += Columns)
        {
            var v0 = Vector512.Load(vectors);
            var v1 = Vector512.Load(vectors + Lanes);
            var v2 = Vector512.Load(vectors + (2 * Lanes));
            var v3 = Vector512.Load(vectors + (3 * Lanes));
            var number = Vector512.Create(xa[k]);
            a0 = Vector512.FusedMultiplyAdd(v0, number, a0);
            a1 = Vector512.FusedMultiplyAdd(v1, number, a1);
            a2 = Vector512.FusedMultiplyAdd(v2, number, a2);
            a3 = Vector512.FusedMultiplyAdd(v3, number, a3);
            number = Vector512.Create(xb[k]);
            b0 = Vector512.FusedMultiplyAdd(v0, number, b0);
            b1 = Vector512.FusedMultiplyAdd(v1, number, b1);
            b2 = Vector512.FusedMultiplyAdd(v2, number, b2);
            b3 = Vector512.FusedMultiplyAdd(v3, number, b3);
            number = Vector512.Create(xc[k]);
            c0 = Vector512.FusedMultiplyAdd(v0, number, c0);
            c1 = Vector512.FusedMultiplyAdd(v1, number, c1);
            c2 = Vector512.FusedMultiplyAdd(v2, number, c2);
            c3 = Vector512.FusedMultiplyAdd(v3, number, c3);
            number = Vector512.Create(xd[k]);
            d0 = Vector512.FusedMultiplyAdd(v0, number, d0);
            d1 = Vector512.FusedMultiplyAdd(v1, number, d1);
            d2 = Vector512.FusedMultiplyAdd(v2, number, d2);
            d3 = Vector512.FusedMultiplyAdd(v3, number, d3);
            number = Vector512.Create(xe[k]);
            e0 = Vector512.FusedMultiplyAdd(v0, number, e0);
            e1 = Vector512.FusedMultiplyAdd(v1, number, e1);
            e2 = Vector512.FusedMultiplyAdd(v2, number, e2);
            e3 = Vector512.FusedMultiplyAdd(v3, number, e3);
            number = Vector512.Create(xf[k]);
            f0 = Vector512.FusedMultiplyAdd(v0, number, f0);
            f1 = Vector512.FusedMultiplyAdd(v1, number, f1);
            f2 = Vector512.FusedMultiplyAdd(v2, number, f2);
            f3 = Vector512.FusedMultiplyAdd(v3, number, f3);
        }

        Put(0, a0, a1, a2, a3);
        Put(1, b0, b1, b2, b3);
        Put(2, c0, c1, c2, c3);
        Put(3, d0, d1, d2, d3);
        Put(4, e0, e1, e2, e3);
        Put(5, f0, f1, f2, f3);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        void Take(int row, out Vector512<float> first, out Vector512<float> second, out Vector512<float> third, out Vector512<float> fourth)
        {
            var place = from + (row * fromStep);
            (first, second) = (Vector512.Load(place), Vector512.Load(place + Lanes));
            (third, fourth) = (Vector512.Load(place + (2 * Lanes)), Vector512.Load(place + (3 * Lanes)));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        void Put(int row, Vector512<float> first, Vector512<float> second, Vector512<float> third, Vector512<float> fourth)
        {
            var place = to + (row * toStep);
            first.Store(place);
            second.Store(place + Lanes);
            third.Store(place + (2 * Lanes));
            fourth.Store(place + (3 * Lanes));
        }
    }
}
