using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using static TorchSharp.torch;

namespace DslDp.Kernels;

/// <summary>Arithmetic on rows of 32-bit numbers, one row an example.</summary>
internal static unsafe class Rows
{
    // Of the sum, as much as stays in the fastest memory while the examples pass by.
    private const int NumbersAtOnce = 4096;

    /// <summary>The squared norm of each row: squares are exact in double precision.</summary>
    /// <param name="rows"><c>[batch, …]</c>, contiguous, Float32, on the processor.</param>
    /// <returns><c>[batch]</c>, Float64.</returns>
    public static Tensor SquaredNorms(Tensor rows)
    {
        var batch = rows.size(0);
        var norms = empty(batch, float64);
        var numbers = Memory.Of(rows);
        var to = (double*)Memory.Of(norms);
        var length = rows.numel() / Math.Max(1, batch);
        Workers.Run((int)batch, (start, end) =>
        {
            for (var row = start; row < end; row++)
                to[row] = SumOfSquares(numbers + (row * length), length);
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
        var i = 0L;
        var sum = 0.0;
        if (Vector512.IsHardwareAccelerated && Avx512F.IsSupported)
        {
            // Eight sums: one would wait for the last product before it takes the next.
            Vector512<double> s0 = default, s1 = default, s2 = default, s3 = default, s4 = default, s5 = default, s6 = default, s7 = default;
            for (; i <= count - (8 * Vector512<double>.Count); i += 8 * Vector512<double>.Count)
            {
                s0 = PlusSquares(s0, numbers + i);
                s1 = PlusSquares(s1, numbers + i + 8);
                s2 = PlusSquares(s2, numbers + i + 16);
                s3 = PlusSquares(s3, numbers + i + 24);
                s4 = PlusSquares(s4, numbers + i + 32);
                s5 = PlusSquares(s5, numbers + i + 40);
                s6 = PlusSquares(s6, numbers + i + 48);
                s7 = PlusSquares(s7, numbers + i + 56);
            }

            sum = Vector512.Sum(s0 + s1 + (s2 + s3) + (s4 + s5 + (s6 + s7)));
        }

        Vector<double> first = default, second = default;
        for (; i <= count - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector.Widen(Vector.Load(numbers + i), out var low, out var high);
            first = Vector.FusedMultiplyAdd(low, low, first);
            second = Vector.FusedMultiplyAdd(high, high, second);
        }

        sum += Vector.Sum(first + second);
        for (; i < count; i++)
            sum += (double)numbers[i] * numbers[i];
        return sum;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static Vector512<double> PlusSquares(Vector512<double> sum, float* eight)
        {
            var wide = Avx512F.ConvertToVector512Double(Vector256.Load(eight));
            return Vector512.FusedMultiplyAdd(wide, wide, sum);
        }
    }
}
