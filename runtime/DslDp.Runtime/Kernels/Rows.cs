using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static TorchSharp.torch;

namespace DslDp.Kernels;

/// <summary>Arithmetic on rows of 32-bit numbers, one row an example.</summary>
internal static unsafe class Rows
{
    // Of the sum, as much as stays in the fastest memory while the examples pass by.
    private const int NumbersAtOnce = 4096;

    /// <summary>The squared norm of each row: squares are exact in double precision.</summary>
    /// <param name="rows"><c>[batch, …]</c>, contiguous, Float32, on the processor.</param>
    public static double[] SquaredNorms(Tensor rows)
    {
        var norms = new double[rows.shape[0]];
        var numbers = Memory.Of(rows);
        var length = rows.numel() / Math.Max(1, norms.Length);
        Workers.Run(norms.Length, (start, end) =>
        {
            for (var row = start; row < end; row++)
                norms[row] = SumOfSquares(numbers + (row * length), length);
        });
        GC.KeepAlive(rows);
        return norms;
    }

    /// <summary>Adds each row times its factor to the sum; a row with the factor 0 is left out, whatever it holds.</summary>
    /// <param name="rows"><c>[batch, …]</c>, contiguous, Float32, on the processor.</param>
    /// <param name="factors">One factor a row.</param>
    /// <param name="sum">As many numbers as a row has, contiguous.</param>
    public static void AddWeighted(Tensor rows, float[] factors, Tensor sum)
    {
        AddWeighted(Memory.Of(rows), factors, sum);
        GC.KeepAlive(rows);
    }

    /// <inheritdoc cref="AddWeighted(Tensor, float[], Tensor)"/>
    public static void AddWeighted(float* rows, float[] factors, Tensor sum)
    {
        var to = Memory.Of(sum);
        var length = sum.numel();
        Workers.Run((int)((length + NumbersAtOnce - 1) / NumbersAtOnce), (first, last) =>
        {
            for (var start = (long)first * NumbersAtOnce; start < Math.Min(length, (long)last * NumbersAtOnce); start += NumbersAtOnce)
            {
                var count = (int)Math.Min(NumbersAtOnce, length - start);
                for (var row = 0; row < factors.Length; row++)
                {
                    if (factors[row] != 0)
                        AddScaled(new(rows + (row * length) + start, count), factors[row], new(to + start, count));
                }
            }
        });
        GC.KeepAlive(sum);
    }

    /// <summary>Adds each number times the factor to the sum, in one rounding.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddScaled(ReadOnlySpan<float> numbers, float factor, Span<float> sum)
    {
        var factors = new Vector<float>(factor);
        var i = 0;
        for (; i <= numbers.Length - Vector<float>.Count; i += Vector<float>.Count)
            Vector.FusedMultiplyAdd(new Vector<float>(numbers[i..]), factors, new Vector<float>(sum[i..])).CopyTo(sum[i..]);
        for (; i < numbers.Length; i++)
            sum[i] = MathF.FusedMultiplyAdd(numbers[i], factor, sum[i]);
    }

    /// <summary>The sum of the squares, each exact, in double precision.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double SumOfSquares(float* numbers, long count)
    {
        Vector<double> first = default, second = default;
        Vector512<double> firstWide = default, secondWide = default;
        var i = 0L;
        if (Vector512.IsHardwareAccelerated)
        {
            for (; i <= count - Vector512<float>.Count; i += Vector512<float>.Count)
            {
                var (low, high) = Vector512.Widen(Vector512.Load(numbers + i));
                firstWide = Vector512.FusedMultiplyAdd(low, low, firstWide);
                secondWide = Vector512.FusedMultiplyAdd(high, high, secondWide);
            }
        }

        for (; i <= count - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector.Widen(Vector.Load(numbers + i), out var low, out var high);
            first = Vector.FusedMultiplyAdd(low, low, first);
            second = Vector.FusedMultiplyAdd(high, high, second);
        }
        var sum = Vector512.Sum(firstWide + secondWide) + Vector.Sum(first + second);
        for (; i < count; i++)
            sum += (double)numbers[i] * numbers[i];
        return sum;
    }
}
