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
    private const int NumbersAtOnce = 8192;

    // So few are added up before another thread has begun.
    private const long FewNumbers = 1 << 16;

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
        if (rows.numel() <= FewNumbers)
            SumSquares(numbers, length, to, 0, (int)batch);
        else
            SumSquaresByWorkers(numbers, length, to, (int)batch);
        GC.KeepAlive(rows);
        return norms;
    }

    private static void SumSquaresByWorkers(float* rows, long length, double* to, int batch) =>
        Workers.Run(batch, (start, end) => SumSquares(rows, length, to, start, end));

    private static void SumSquares(float* rows, long length, double* to, int start, int end)
    {
        for (var row = start; row < end; row++)
            to[row] = SumOfSquares(rows + (row * length), length);
    }

    /// <summary>Each row times its factor; zeros for the factor 0, whatever the row holds.</summary>
    /// <param name="rows"><c>[batch · n, …]</c>, contiguous, Float32, on the processor.</param>
    /// <param name="factors">One factor for each n rows.</param>
    /// <returns>A new tensor of the same shape.</returns>
    public static Tensor Scaled(Tensor rows, float[] factors)
    {
        var scaled = empty_like(rows);
        float* from = Memory.Of(rows), to = Memory.Of(scaled);
        var length = (int)(rows.numel() / factors.Length);
        Workers.Run(factors.Length, (start, end) =>
        {
            for (var example = start; example < end; example++)
                Scale(from + ((long)example * length), factors[example], to + ((long)example * length), length);
        });
        GC.KeepAlive(rows);
        return scaled;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Scale(float* row, float factor, float* to, int length)
    {
        if (factor == 0)
        {
            new Span<float>(to, length).Clear();
            return;
        }

        var factors = new Vector<float>(factor);
        var i = 0;
        for (; i <= length - 64; i += 64)
        {
            ReadAhead.Ask64(row + i + ReadAhead.Far);
            ReadAhead.Ask64(to + i + ReadAhead.Far);
            for (var j = i; j < i + 64; j += Vector<float>.Count)
                (Vector.Load(row + j) * factors).Store(to + j);
        }

        for (; i < length; i++)
            to[i] = row[i] * factor;
    }

    /// <summary>Adds each row times its factor to the sum; a row with the factor 0 is left out, whatever it holds.</summary>
    /// <param name="rows"><c>[batch, …]</c>, contiguous, Float32, on the processor.</param>
    /// <param name="factors">One factor a row.</param>
    /// <param name="sum">As many numbers as a row has, contiguous.</param>
    public static void AddWeighted(Tensor rows, float[] factors, Tensor sum)
    {
        AddWeighted(Memory.Of(rows), factors, 0, factors.Length, Memory.Of(sum), sum.numel());
        GC.KeepAlive(rows);
        GC.KeepAlive(sum);
    }

    /// <summary>Adds each row times its factor to the sum; a row with the factor 0 is left out, whatever it holds.</summary>
    /// <param name="rows">The rows, one after the other.</param>
    /// <param name="factors">Their factors, and others.</param>
    /// <param name="first">The factor of the first row.</param>
    /// <param name="count">Number of rows.</param>
    /// <param name="sum">What to add to.</param>
    /// <param name="length">Numbers of a row.</param>
    public static void AddWeighted(float* rows, float[] factors, int first, int count, float* sum, long length)
    {
        if (length <= NumbersAtOnce)
            AddWeighted(rows, length, factors.AsSpan(first, count), sum, (int)length);
        else
            Divide(rows, factors, first, count, sum, length);
    }

    private static void Divide(float* rows, float[] factors, int first, int count, float* sum, long length) =>
        Workers.Run((int)((length + NumbersAtOnce - 1) / NumbersAtOnce), (from, until) =>
        {
            for (var start = (long)from * NumbersAtOnce; start < Math.Min(length, (long)until * NumbersAtOnce); start += NumbersAtOnce)
                AddWeighted(rows + start, length, factors.AsSpan(first, count), sum + start, (int)Math.Min(NumbersAtOnce, length - start));
        });

    private static void AddWeighted(float* rows, long step, ReadOnlySpan<float> factors, float* sum, int count)
    {
        const int atOnce = 4;
        var present = stackalloc float*[atOnce];
        var weights = stackalloc float[atOnce];
        var n = 0;
        for (var row = 0; row < factors.Length; row++)
        {
            if (factors[row] == 0)
                continue;
            present[n] = rows + (row * step);
            weights[n] = factors[row];
            if (++n == atOnce)
            {
                AddFour(present, weights, sum, count);
                n = 0;
            }
        }

        for (var i = 0; i < n; i++)
            AddScaled(new(present[i], count), weights[i], new(sum, count));
    }

    // Four streams of memory come in faster than one after the other, and the sum is read and written once for them.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddFour(float** rows, float* weights, float* sum, int count)
    {
        float* r0 = rows[0], r1 = rows[1], r2 = rows[2], r3 = rows[3];
        Vector<float> w0 = new(weights[0]), w1 = new(weights[1]), w2 = new(weights[2]), w3 = new(weights[3]);
        var i = 0;
        for (; i <= count - Vector<float>.Count; i += Vector<float>.Count)
        {
            var total = Vector.FusedMultiplyAdd(Vector.Load(r0 + i), w0, Vector.Load(sum + i));
            total = Vector.FusedMultiplyAdd(Vector.Load(r1 + i), w1, total);
            total = Vector.FusedMultiplyAdd(Vector.Load(r2 + i), w2, total);
            Vector.FusedMultiplyAdd(Vector.Load(r3 + i), w3, total).Store(sum + i);
        }

        for (; i < count; i++)
        {
            for (var row = 0; row < 4; row++)
                sum[i] = MathF.FusedMultiplyAdd(rows[row][i], weights[row], sum[i]);
        }
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

    /// <summary>The sum of the squares of a block of numbers, each exact, in double precision.</summary>
    /// <param name="block">The first number.</param>
    /// <param name="rows">Rows of the block.</param>
    /// <param name="columns">Columns, a multiple of two vectors of 32-bit numbers.</param>
    /// <param name="step">From one row to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double SumOfSquares(float* block, int rows, int columns, long step)
    {
        if (Vector512.IsHardwareAccelerated && Avx512F.IsSupported && columns == 4 * Vector512<double>.Count)
        {
            Vector512<double> s0 = default, s1 = default, s2 = default, s3 = default;
            for (; rows > 0; rows--, block += step)
            {
                s0 = PlusSquares(s0, block);
                s1 = PlusSquares(s1, block + 8);
                s2 = PlusSquares(s2, block + 16);
                s3 = PlusSquares(s3, block + 24);
            }
            return Vector512.Sum(s0 + s1 + (s2 + s3));
        }

        Vector<double> first = default, second = default;
        for (; rows > 0; rows--, block += step)
        {
            for (var j = 0; j < columns; j += Vector<float>.Count)
            {
                Vector.Widen(Vector.Load(block + j), out var low, out var high);
                first = Vector.FusedMultiplyAdd(low, low, first);
                second = Vector.FusedMultiplyAdd(high, high, second);
            }
        }
        return Vector.Sum(first + second);
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
                ReadAhead.Ask64(numbers + i + ReadAhead.Far);
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
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> PlusSquares(Vector512<double> sum, float* eight)
    {
        var wide = Avx512F.ConvertToVector512Double(Vector256.Load(eight));
        return Vector512.FusedMultiplyAdd(wide, wide, sum);
    }
}
