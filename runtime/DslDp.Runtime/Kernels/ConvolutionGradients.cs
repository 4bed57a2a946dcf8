using System.Numerics;
using System.Runtime.CompilerServices;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DslDp.Kernels;

/// <summary>
/// Each example's weight gradient of a convolution, Σ over its positions of gradient · patchᵀ, straight from the padded input: output
/// channels lie along the vectors, and an entry of the patch is one number at a fixed offset, so patches are never copied.
/// </summary>
/// <remarks>
/// Sums run over 256 positions or one row of them in 32 bits, and are added up after that, as are the rows that an example has. The
/// norm is that of the 32-bit gradient that comes out: its squares are exact in double precision, and adding them up loses less than
/// their number times 2⁻⁵³ of it.
/// </remarks>
internal sealed unsafe class ConvolutionGradients
{
    // Six entries of the patch times two vectors of channels: twelve sums, which with their operands fill sixteen registers.
    private const int EntriesAtOnce = 6;
    private const int PositionsAtOnce = 256;
    private static readonly int Width = 2 * Vector<float>.Count;

    private readonly int groups, outputChannels, paddedChannels, patch, positions, rowLength, step, inputPerRow, inputPerGroup;

    // Where the entries of a patch lie behind its first one, the last repeated to fill the last tile; where the rows of patches begin.
    private readonly int[] entries, rows;

    /// <param name="layer">The convolution.</param>
    /// <param name="paddedShape">Shape of its padded input, <c>[rows, channels, …]</c>.</param>
    /// <param name="outputShape">Shape of its output, <c>[rows, channels, …]</c>.</param>
    public ConvolutionGradients(Convolution layer, long[] paddedShape, long[] outputShape)
    {
        var strides = Strides(paddedShape);
        groups = (int)layer.groups;
        outputChannels = (int)(layer.out_channels / groups);
        paddedChannels = (outputChannels + Width - 1) / Width * Width;
        inputPerRow = (int)strides[0];
        inputPerGroup = (int)(layer.in_channels / groups * strides[1]);
        var offsets = Offsets([layer.in_channels / groups, .. layer.kernel_size], [strides[1], .. strides[2..].Zip(layer.dilation, (s, d) => s * d)]);
        patch = offsets.Length;
        entries = [.. offsets, .. Enumerable.Repeat(offsets[^1], (EntriesAtOnce - (patch % EntriesAtOnce)) % EntriesAtOnce)];
        rowLength = (int)outputShape[^1];
        step = (int)layer.stride[^1];
        rows = Offsets(outputShape[2..^1], [.. strides[2..^1].Zip(layer.stride, (s, d) => s * d)]);
        positions = rows.Length * rowLength;
    }

    /// <summary>The layout of one example's gradient here: <c>[groups, entries of the patch, channels, filled up to whole vectors]</c>.</summary>
    public long[] Layout => [groups, patch, paddedChannels];

    /// <summary>Numbers of one example's gradient in this layout.</summary>
    public int Numbers => groups * patch * paddedChannels;

    /// <summary>Whether vectors of output channels would be at least half full.</summary>
    public static bool Suits(Convolution layer) => layer.groups == 1 || layer.out_channels / layer.groups >= Width / 2;

    /// <summary>The gradients of some examples in 32 bits, and their squared norms.</summary>
    /// <param name="padded">The padded input, <c>[rows, …]</c>.</param>
    /// <param name="gradients">The gradient at the output, <c>[rows, …]</c>.</param>
    /// <param name="kept">Where the gradients of all examples go, in this layout; null where only the norms are wanted.</param>
    /// <param name="norms">The squared norms.</param>
    public void Measure(Tensor padded, Tensor gradients, Tensor? kept, double[] norms)
    {
        float* x = Memory.Of(padded), g = Memory.Of(gradients), d = kept is null ? null : Memory.Of(kept);
        var rowsPerExample = (int)(padded.shape[0] / norms.Length);
        Workers.Run(norms.Length, (start, end) =>
        {
            var packed = new float[positions * paddedChannels];
            var own = d is null ? new float[Numbers] : [];
            for (var example = start; example < end; example++)
            {
                fixed (float* scratch = own)
                {
                    var gradient = d is null ? scratch : d + ((long)example * Numbers);
                    new Span<float>(gradient, Numbers).Clear();
                    Add(x, g, example * rowsPerExample, rowsPerExample, packed, gradient);
                    norms[example] = SumOfSquares(gradient, Numbers);
                }
            }
        });
    }

    /// <summary>Adds each example's gradient times its factor.</summary>
    /// <param name="padded">The padded input, finite.</param>
    /// <param name="gradients">The gradient at the output, finite.</param>
    /// <param name="factors">One factor an example.</param>
    /// <param name="sum">What to add to, in this layout.</param>
    public void AddWeighted(Tensor padded, Tensor gradients, float[] factors, float[] sum)
    {
        float* x = Memory.Of(padded), g = Memory.Of(gradients);
        var rowsPerExample = (int)(padded.shape[0] / factors.Length);
        Workers.Run(factors.Length, (start, end) =>
        {
            var packed = new float[positions * paddedChannels];
            var made = new float[Numbers];
            var own = new float[Numbers];
            fixed (float* gradient = made)
            {
                for (var example = start; example < end; example++)
                {
                    // The very numbers that were measured, times the factor. With the factor inside, they would round in another way,
                    // and where positions cancel the difference may be larger than what remains.
                    made.AsSpan().Clear();
                    Add(x, g, example * rowsPerExample, rowsPerExample, packed, gradient);
                    Spans.AddScaled(made, factors[example], own);
                }
            }
            lock (sum)
                Spans.AddScaled(own, 1, sum);
        });
    }

    private void Add(float* padded, float* gradients, int firstRow, int count, float[] packed, float* sum)
    {
        fixed (float* channels = packed)
        {
            for (var row = firstRow; row < firstRow + count; row++)
            {
                for (var group = 0; group < groups; group++)
                {
                    var g = gradients + ((((long)row * groups) + group) * outputChannels * positions);
                    Pack(g, channels);
                    var x = padded + ((long)row * inputPerRow) + ((long)group * inputPerGroup);
                    for (var q = 0; q < paddedChannels; q += Width)
                        AddChannels(x, channels + ((long)q * positions), sum + (((long)group * patch) * paddedChannels) + q);
                }
            }
        }
    }

    /// <summary>Brings the channels of a position next to each other, as many as go into a tile.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Pack(float* gradients, float* packed)
    {
        for (var channel = 0; channel < paddedChannels; channel++)
        {
            var from = gradients + ((long)channel * positions);
            var to = packed + ((long)(channel / Width) * Width * positions) + (channel % Width);
            for (var t = 0; t < positions; t++, to += Width)
                *to = channel < outputChannels ? from[t] : 0;
        }
    }

    private void AddChannels(float* input, float* channels, float* sum)
    {
        var rowsAtOnce = Math.Max(1, PositionsAtOnce / rowLength);
        for (var row = 0; row < rows.Length; row += rowsAtOnce)
        {
            var until = Math.Min(rows.Length, row + rowsAtOnce);
            for (var entry = 0; entry < patch; entry += EntriesAtOnce)
                AddTile(input, channels + ((long)row * rowLength * Width), row, until, entry, sum);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddTile(float* input, float* channels, int row, int until, int entry, float* sum)
    {
        var length = Vector<float>.Count;
        float* x0 = input + entries[entry], x1 = input + entries[entry + 1], x2 = input + entries[entry + 2];
        float* x3 = input + entries[entry + 3], x4 = input + entries[entry + 4], x5 = input + entries[entry + 5];
        Vector<float> a0 = default, a1 = default, a2 = default, a3 = default, a4 = default, a5 = default;
        Vector<float> b0 = default, b1 = default, b2 = default, b3 = default, b4 = default, b5 = default;
        for (; row < until; row++)
        {
            long at = rows[row];
            for (var t = 0; t < rowLength; t++, at += step, channels += 2 * length)
            {
                var low = Vector.Load(channels);
                var high = Vector.Load(channels + length);
                var x = new Vector<float>(x0[at]);
                a0 = Vector.MultiplyAddEstimate(low, x, a0);
                b0 = Vector.MultiplyAddEstimate(high, x, b0);
                x = new Vector<float>(x1[at]);
                a1 = Vector.MultiplyAddEstimate(low, x, a1);
                b1 = Vector.MultiplyAddEstimate(high, x, b1);
                x = new Vector<float>(x2[at]);
                a2 = Vector.MultiplyAddEstimate(low, x, a2);
                b2 = Vector.MultiplyAddEstimate(high, x, b2);
                x = new Vector<float>(x3[at]);
                a3 = Vector.MultiplyAddEstimate(low, x, a3);
                b3 = Vector.MultiplyAddEstimate(high, x, b3);
                x = new Vector<float>(x4[at]);
                a4 = Vector.MultiplyAddEstimate(low, x, a4);
                b4 = Vector.MultiplyAddEstimate(high, x, b4);
                x = new Vector<float>(x5[at]);
                a5 = Vector.MultiplyAddEstimate(low, x, a5);
                b5 = Vector.MultiplyAddEstimate(high, x, b5);
            }
        }
        AddTo(sum, entry, a0, b0);
        AddTo(sum, entry + 1, a1, b1);
        AddTo(sum, entry + 2, a2, b2);
        AddTo(sum, entry + 3, a3, b3);
        AddTo(sum, entry + 4, a4, b4);
        AddTo(sum, entry + 5, a5, b5);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void AddTo(float* sum, int entry, Vector<float> low, Vector<float> high)
    {
        if (entry >= patch)
            return;
        var at = sum + ((long)entry * paddedChannels);
        Vector.Store(Vector.Load(at) + low, at);
        Vector.Store(Vector.Load(at + Vector<float>.Count) + high, at + Vector<float>.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double SumOfSquares(float* numbers, int count)
    {
        Vector<double> first = default, second = default;
        for (var i = 0; i < count; i += Vector<float>.Count)
        {
            Vector.Widen(Vector.Load(numbers + i), out var low, out var high);
            first = Vector.MultiplyAddEstimate(low, low, first);
            second = Vector.MultiplyAddEstimate(high, high, second);
        }
        return Vector.Sum(first + second);
    }

    private static long[] Strides(long[] shape)
    {
        var strides = new long[shape.Length];
        strides[^1] = 1;
        for (var i = shape.Length - 2; i >= 0; i--)
            strides[i] = strides[i + 1] * shape[i + 1];
        return strides;
    }

    /// <summary>The offset of every index of an array, the last axis fastest.</summary>
    private static int[] Offsets(long[] shape, long[] strides)
    {
        var offsets = new List<int> { 0 };
        for (var axis = 0; axis < shape.Length; axis++)
            offsets = [.. offsets.SelectMany(start => Enumerable.Range(0, (int)shape[axis]).Select(i => start + (int)(i * strides[axis])))];
        return [.. offsets];
    }
}
