using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DslDp.Kernels;

/// <summary>The softmax of each column of a matrix: what is summed lies in lanes, so no vector is ever summed across.</summary>
internal static unsafe class ColumnSoftmax
{
    private static int Lanes => Vector512<float>.Count;

    /// <summary>Replaces the numbers by the softmax of as many times <paramref name="scale"/>.</summary>
    /// <param name="numbers"><c>[rows, columns]</c>, contiguous.</param>
    /// <param name="rows">At least one.</param>
    /// <param name="columns">A multiple of <see cref="WideTile.Columns"/>.</param>
    /// <param name="scale">What the numbers are multiplied by, above 0.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(float* numbers, int rows, int columns, float scale)
    {
        var end = numbers + ((long)rows * columns);
        for (var first = numbers; first < numbers + columns; first += WideTile.Columns)
        {
            var (greatest, others) = (Vector512.Load(first), Vector512.Load(first + Lanes));
            for (var x = first + columns; x < end; x += columns)
            {
                greatest = Vector512.MaxNative(greatest, Vector512.Load(x));
                others = Vector512.MaxNative(others, Vector512.Load(x + Lanes));
            }

            Vector512<float> sum = default, sumOfOthers = default;
            for (var x = first; x < end; x += columns)
            {
                var low = Exponential.Of((Vector512.Load(x) - greatest) * scale);
                var high = Exponential.Of((Vector512.Load(x + Lanes) - others) * scale);
                sum += low;
                sumOfOthers += high;
                low.Store(x);
                high.Store(x + Lanes);
            }

            var (part, partOfOthers) = (Vector512<float>.One / sum, Vector512<float>.One / sumOfOthers);
            for (var x = first; x < end; x += columns)
            {
                (Vector512.Load(x) * part).Store(x);
                (Vector512.Load(x + Lanes) * partOfOthers).Store(x + Lanes);
            }
        }
    }

    /// <summary>Replaces the gradients at the softmax by those at the numbers before it: scale · w · (g − Σ w g).</summary>
    /// <param name="weights">w, what <see cref="Run"/> has made.</param>
    /// <param name="gradients">g, of the same shape.</param>
    /// <param name="rows">At least one.</param>
    /// <param name="columns">A multiple of <see cref="WideTile.Columns"/>.</param>
    /// <param name="scale">What the numbers were multiplied by.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void LeadBack(float* weights, float* gradients, int rows, int columns, float scale)
    {
        var length = (long)rows * columns;
        for (var first = 0; first < columns; first += WideTile.Columns)
        {
            Vector512<float> sum = default, sumOfOthers = default;
            for (long at = first; at < length; at += columns)
            {
                sum = Vector512.FusedMultiplyAdd(Vector512.Load(weights + at), Vector512.Load(gradients + at), sum);
                sumOfOthers = Vector512.FusedMultiplyAdd(Vector512.Load(weights + at + Lanes), Vector512.Load(gradients + at + Lanes), sumOfOthers);
            }

            for (long at = first; at < length; at += columns)
            {
                (Vector512.Load(weights + at) * scale * (Vector512.Load(gradients + at) - sum)).Store(gradients + at);
                (Vector512.Load(weights + at + Lanes) * scale * (Vector512.Load(gradients + at + Lanes) - sumOfOthers)).Store(gradients + at + Lanes);
            }
        }
    }
}
