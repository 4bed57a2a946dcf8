using System.Numerics;
using System.Runtime.CompilerServices;

namespace DslDp.Kernels;

/// <summary>The innermost loop where vectors are narrower than those of <see cref="WideTile"/>: some entries of what enters times two vectors of channels, all sums in registers.</summary>
internal sealed unsafe partial class PositionGradients
{
    // Twelve sums, which with their operands fill sixteen registers.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddTile(float* input, float* channels, int row, int until, int count, int entry, bool isFirst, float* sum)
    {
        var length = Vector<float>.Count;
        float* x0 = input + entries[entry], x1 = input + entries[entry + 1], x2 = input + entries[entry + 2];
        float* x3 = input + entries[entry + 3], x4 = input + entries[entry + 4], x5 = input + entries[entry + 5];
        Vector<float> a0 = default, a1 = default, a2 = default, a3 = default, a4 = default, a5 = default;
        Vector<float> b0 = default, b1 = default, b2 = default, b3 = default, b4 = default, b5 = default;
        for (; row < until; row++)
        {
            long at = layout.Rows[row];
            for (var t = 0; t < count; t++, at += step, channels += 2 * length)
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
        Put(sum, entry, isFirst, a0, b0);
        Put(sum, entry + 1, isFirst, a1, b1);
        Put(sum, entry + 2, isFirst, a2, b2);
        Put(sum, entry + 3, isFirst, a3, b3);
        Put(sum, entry + 4, isFirst, a4, b4);
        Put(sum, entry + 5, isFirst, a5, b5);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Put(float* sum, int entry, bool isFirst, Vector<float> low, Vector<float> high)
    {
        if (entry >= layout.Entries.Length)
            return;
        var at = sum + ((long)entry * paddedChannels);
        Vector.Store(isFirst ? low : Vector.Load(at) + low, at);
        Vector.Store(isFirst ? high : Vector.Load(at + Vector<float>.Count) + high, at + Vector<float>.Count);
    }
}
