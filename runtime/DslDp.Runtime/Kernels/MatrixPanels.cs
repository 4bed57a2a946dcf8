using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace DslDp.Kernels;

/// <summary>
/// Copies of parts of a matrix in the order in which a product reads them: panels of so many rows or columns, in which those of one term
/// lie next to each other.
/// </summary>
internal static unsafe class MatrixPanels
{
    private const int Square = 8;

    /// <summary>Copies a part; places of the last panel that are left over hold 0.</summary>
    /// <param name="side">The part.</param>
    /// <param name="count">Rows or columns.</param>
    /// <param name="depth">Terms.</param>
    /// <param name="width">Rows or columns of a panel.</param>
    /// <param name="to">Room for as many whole panels.</param>
    public static void Copy(MatrixSide side, int count, int depth, int width, float* to)
    {
        if (side.AcrossStep == 1)
        {
            CopyRuns(side, count, depth, width, to);
            return;
        }

        for (var first = 0; first < count; first += width, to += (long)width * depth)
        {
            var filled = Math.Min(width, count - first);
            if (filled < width)
                new Span<float>(to, width * depth).Clear();
            CopyTurned(side.From(first, 0), filled, depth, width, to);
        }
    }

    /// <summary>Multiplies each term by its factor; one with the factor 0 becomes 0, whatever it was.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Scale(float* panels, int count, int depth, int width, float* factors)
    {
        for (var first = 0; first < count; first += width)
        {
            for (var k = 0; k < depth; k++, panels += width)
            {
                var factor = factors[k];
                for (var j = 0; j < width; j += Vector128<float>.Count)
                    (factor == 0 ? Vector128<float>.Zero : Vector128.Load(panels + j) * factor).Store(panels + j);
            }
        }
    }

    /// <summary>Sets the terms whose factor is 0 to 0, whatever they were: 0 times what is not a number is not a number.</summary>
    public static void ClearAbsent(float* panels, int count, int depth, int width, float* factors)
    {
        for (var first = 0; first < count; first += width)
        {
            for (var k = 0; k < depth; k++, panels += width)
            {
                if (factors[k] == 0)
                    new Span<float>(panels, width).Clear();
            }
        }
    }

    /// <summary>Where rows or columns lie next to each other, each term is read from end to end, as memory is read fastest.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CopyRuns(MatrixSide part, int count, int depth, int width, float* to)
    {
        var whole = count / width * width;
        var toNext = (long)width * depth;
        for (var k = 0; k < depth; k++, to += width)
        {
            var from = part.Numbers + (k * part.DepthStep);
            var panel = to;
            for (var first = 0; first < whole; first += width, panel += toNext)
            {
                var j = first;
                for (; j <= first + width - Vector256<float>.Count; j += Vector256<float>.Count)
                    Vector256.Load(from + j).Store(panel + (j - first));
                for (; j < first + width; j += Vector128<float>.Count)
                    Vector128.Load(from + j).Store(panel + (j - first));
            }

            for (var j = whole; whole < count && j < whole + width; j++)
                panel[j - whole] = j < count ? from[j] : 0;
        }
    }

    /// <summary>Where terms lie next to each other, squares of eight by eight are turned in registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CopyTurned(MatrixSide part, int filled, int depth, int width, float* to)
    {
        var squares = part.DepthStep == 1 && Avx.IsSupported ? filled / Square * Square : 0;
        var turned = squares == 0 ? 0 : depth / Square * Square;
        for (var j = 0; j < squares; j += Square)
        {
            for (var k = 0; k < turned; k += Square)
                Turn(part.Numbers + (j * part.AcrossStep) + k, part.AcrossStep, to + ((long)k * width) + j, width);
        }

        for (var j = 0; j < filled; j++)
        {
            var from = part.Numbers + (j * part.AcrossStep);
            for (var k = j < squares ? turned : 0; k < depth; k++)
                to[((long)k * width) + j] = from[k * part.DepthStep];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Turn(float* from, long step, float* to, long width)
    {
        Vector256<float> r0 = Vector256.Load(from), r1 = Vector256.Load(from + step), r2 = Vector256.Load(from + (2 * step)), r3 = Vector256.Load(from + (3 * step));
        Vector256<float> r4 = Vector256.Load(from + (4 * step)), r5 = Vector256.Load(from + (5 * step)), r6 = Vector256.Load(from + (6 * step)), r7 = Vector256.Load(from + (7 * step));
        Vector256<float> t0 = Avx.UnpackLow(r0, r1), t1 = Avx.UnpackHigh(r0, r1), t2 = Avx.UnpackLow(r2, r3), t3 = Avx.UnpackHigh(r2, r3);
        Vector256<float> t4 = Avx.UnpackLow(r4, r5), t5 = Avx.UnpackHigh(r4, r5), t6 = Avx.UnpackLow(r6, r7), t7 = Avx.UnpackHigh(r6, r7);
        const byte firstTwo = 0x44, lastTwo = 0xEE, firstHalves = 0x20, lastHalves = 0x31;
        r0 = Avx.Shuffle(t0, t2, firstTwo);
        r1 = Avx.Shuffle(t0, t2, lastTwo);
        r2 = Avx.Shuffle(t1, t3, firstTwo);
        r3 = Avx.Shuffle(t1, t3, lastTwo);
        r4 = Avx.Shuffle(t4, t6, firstTwo);
        r5 = Avx.Shuffle(t4, t6, lastTwo);
        r6 = Avx.Shuffle(t5, t7, firstTwo);
        r7 = Avx.Shuffle(t5, t7, lastTwo);
        Avx.Permute2x128(r0, r4, firstHalves).Store(to);
        Avx.Permute2x128(r1, r5, firstHalves).Store(to + width);
        Avx.Permute2x128(r2, r6, firstHalves).Store(to + (2 * width));
        Avx.Permute2x128(r3, r7, firstHalves).Store(to + (3 * width));
        Avx.Permute2x128(r0, r4, lastHalves).Store(to + (4 * width));
        Avx.Permute2x128(r1, r5, lastHalves).Store(to + (5 * width));
        Avx.Permute2x128(r2, r6, lastHalves).Store(to + (6 * width));
        Avx.Permute2x128(r3, r7, lastHalves).Store(to + (7 * width));
    }
}
