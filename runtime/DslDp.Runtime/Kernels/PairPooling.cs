using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using DslDp.Native;
using static TorchSharp.torch;

namespace DslDp.Kernels;

/// <summary>
/// The greatest of each square of two by two, as <c>functional.max_pool2d</c> finds it: of equal numbers the first, and what is not a
/// number before all others. On the processor, libtorch takes thirty times as long for it.
/// </summary>
internal sealed unsafe class PairPooling : IWayBack
{
    private readonly int stride, height, width, rows, columns;
    private readonly long[] shape;

    // For each output, which of the four it is.
    private readonly Tensor chosen;

    private PairPooling(Tensor input, int stride, Func<long, Tensor> buffer)
    {
        (shape, this.stride) = (input.shape, stride);
        (height, width) = ((int)shape[2], (int)shape[3]);
        (rows, columns) = (((height - 2) / stride) + 1, ((width - 2) / stride) + 1);
        chosen = buffer(shape[0] * shape[1] * rows * columns);
    }

    /// <summary>Whether the kernel serves this call; the library serves all others.</summary>
    public static bool Serves(Tensor input, ReadOnlySpan<long> kernelSize, ReadOnlySpan<long> stride) =>
        Memory.Serves(input) && input.dim() == 4
        && input.size(2) >= 2 && input.size(3) >= 2 && kernelSize.SequenceEqual([2, 2]) && (stride.SequenceEqual([2, 2]) || stride.SequenceEqual([1, 1]));

    /// <summary>Pools <c>[rows, channels, height, width]</c>.</summary>
    /// <param name="input">The images.</param>
    /// <param name="stride">1 or 2, in both directions.</param>
    /// <param name="buffer">Gives room for so many numbers that is kept for the way back.</param>
    public static Tensor Pool(Tensor input, int stride, Func<long, Tensor> buffer)
    {
        var pooling = new PairPooling(input, stride, buffer);
        return AutogradNode.Of(pooling.Forward(input), pooling, null, input);
    }

    private Tensor Forward(Tensor input)
    {
        using var noGrad = new NoGrad();
        using var images = new InOrder(input);
        var output = empty(shape[0], shape[1], rows, columns);
        float* x = Memory.Of(images.Tensor), y = Memory.Of(output);
        var all = (int*)Memory.Of(chosen);
        Workers.Run((int)(shape[0] * shape[1]), (start, end) =>
        {
            for (var row = (long)start * rows; row < (long)end * rows; row++)
            {
                var above = x + (((row / rows * height) + (row % rows * stride)) * width);
                var codes = new Span<int>(all + (row * columns), columns);
                if (stride == 1)
                    PoolRow(above, above + width, y + (row * columns), codes);
                else
                    PairPoolingByTwo.PoolRow(above, above + width, y + (row * columns), codes);
            }
        });
        return output;
    }

    public void Lead(Tensor gradient, Span<Tensor?> atInputs)
    {
        using var gradients = new InOrder(gradient);
        var covers = stride == 2 && height % 2 == 0 && width % 2 == 0;
        var result = covers ? empty(shape) : zeros(shape);
        float* g = Memory.Of(gradients.Tensor), to = Memory.Of(result);
        var all = (int*)Memory.Of(chosen);
        Workers.Run((int)(shape[0] * shape[1]), (start, end) =>
        {
            for (var row = (long)start * rows; row < (long)end * rows; row++)
            {
                var above = to + (((row / rows * height) + (row % rows * stride)) * width);
                var codes = new Span<int>(all + (row * columns), columns);
                if (stride == 1)
                    Scatter(g + (row * columns), codes, above, above + width);
                else
                    PairPoolingByTwo.SpreadRow(g + (row * columns), codes, above, above + width);
            }
        });
        atInputs[0] = result;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void PoolRow(float* above, float* below, float* output, Span<int> chosen)
    {
        var j = 0;
        for (; j <= chosen.Length - Vector<float>.Count; j += Vector<float>.Count)
        {
            var greatest = Vector.Load(above + j);
            var code = Vector<int>.Zero;
            Take(Vector.Load(above + j + 1), 1, ref greatest, ref code);
            Take(Vector.Load(below + j), 2, ref greatest, ref code);
            Take(Vector.Load(below + j + 1), 3, ref greatest, ref code);
            Vector.Store(greatest, output + j);
            code.CopyTo(chosen[j..]);
        }

        // The last four overlap those before: the same comes out once more.
        for (; j < chosen.Length && chosen.Length >= Vector128<float>.Count; j += Vector128<float>.Count)
        {
            j = Math.Min(j, chosen.Length - Vector128<float>.Count);
            var greatest = Vector128.Load(above + j);
            var code = Vector128<int>.Zero;
            PairPoolingByTwo.Take(Vector128.Load(above + j + 1), 1, ref greatest, ref code);
            PairPoolingByTwo.Take(Vector128.Load(below + j), 2, ref greatest, ref code);
            PairPoolingByTwo.Take(Vector128.Load(below + j + 1), 3, ref greatest, ref code);
            greatest.Store(output + j);
            code.CopyTo(chosen[j..]);
        }

        for (; j < chosen.Length; j++)
            (output[j], chosen[j]) = Greatest(above + j, below + j);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Take(Vector<float> next, int code, ref Vector<float> greatest, ref Vector<int> chosen)
    {
        var isGreater = Vector.GreaterThan(next, greatest) | ~Vector.Equals(next, next);
        greatest = Vector.ConditionalSelect(isGreater, next, greatest);
        chosen = Vector.ConditionalSelect(isGreater, new Vector<int>(code), chosen);
    }

    /// <summary>The greatest of four numbers, and which of them it is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (float Value, int Code) Greatest(float* above, float* below)
    {
        var (value, code) = (above[0], 0);
        (value, code) = Later(above[1], 1, value, code);
        (value, code) = Later(below[0], 2, value, code);
        return Later(below[1], 3, value, code);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (float Value, int Code) Later(float next, int nextCode, float value, int code)
    {
        var isGreater = next > value || float.IsNaN(next);
        return (isGreater ? next : value, isGreater ? nextCode : code);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Scatter(float* gradients, Span<int> chosen, float* above, float* below)
    {
        ref var codes = ref MemoryMarshal.GetReference(chosen);
        var down = below - above;
        for (var j = 0; j < chosen.Length; j++)
        {
            var code = Unsafe.Add(ref codes, j);
            above[j + (code & 1) + ((code >> 1) * down)] += gradients[j];
        }
    }
}
