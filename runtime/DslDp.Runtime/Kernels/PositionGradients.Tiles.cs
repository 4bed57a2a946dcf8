using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DslDp.Kernels;

/// <summary>The innermost loops: some entries of what enters times two vectors of channels, all sums in registers.</summary>
internal sealed unsafe partial class PositionGradients
{
    // Twenty-four sums, which with their operands fill thirty-two registers.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddWideTile(float* input, float* channels, int row, int until, int count, int entry, float* sum)
    {
        float* x0 = input + entries[entry], x1 = input + entries[entry + 1], x2 = input + entries[entry + 2];
        float* x3 = input + entries[entry + 3], x4 = input + entries[entry + 4], x5 = input + entries[entry + 5];
        float* x6 = input + entries[entry + 6], x7 = input + entries[entry + 7], x8 = input + entries[entry + 8];
        float* x9 = input + entries[entry + 9], x10 = input + entries[entry + 10], x11 = input + entries[entry + 11];
        Vector512<float> a0 = default, a1 = default, a2 = default, a3 = default, a4 = default, a5 = default;
        Vector512<float> a6 = default, a7 = default, a8 = default, a9 = default, a10 = default, a11 = default;
        Vector512<float> b0 = default, b1 = default, b2 = default, b3 = default, b4 = default, b5 = default;
        Vector512<float> b6 = default, b7 = default, b8 = default, b9 = default, b10 = default, b11 = default;
        for (; row < until; row++)
        {
            long at = layout.Rows[row];
            for (var t = 0; t < count; t++, at += layout.Step, channels += 2 * 16)
            {
                var low = Vector512.Load(channels);
                var high = Vector512.Load(channels + 16);
                var x = Vector512.Create(x0[at]);
                a0 = Vector512.FusedMultiplyAdd(low, x, a0);
                b0 = Vector512.FusedMultiplyAdd(high, x, b0);
                x = Vector512.Create(x1[at]);
                a1 = Vector512.FusedMultiplyAdd(low, x, a1);
                b1 = Vector512.FusedMultiplyAdd(high, x, b1);
                x = Vector512.Create(x2[at]);
                a2 = Vector512.FusedMultiplyAdd(low, x, a2);
                b2 = Vector512.FusedMultiplyAdd(high, x, b2);
                x = Vector512.Create(x3[at]);
                a3 = Vector512.FusedMultiplyAdd(low, x, a3);
                b3 = Vector512.FusedMultiplyAdd(high, x, b3);
                x = Vector512.Create(x4[at]);
                a4 = Vector512.FusedMultiplyAdd(low, x, a4);
                b4 = Vector512.FusedMultiplyAdd(high, x, b4);
                x = Vector512.Create(x5[at]);
                a5 = Vector512.FusedMultiplyAdd(low, x, a5);
                b5 = Vector512.FusedMultiplyAdd(high, x, b5);
                x = Vector512.Create(x6[at]);
                a6 = Vector512.FusedMultiplyAdd(low, x, a6);
                b6 = Vector512.FusedMultiplyAdd(high, x, b6);
                x = Vector512.Create(x7[at]);
                a7 = Vector512.FusedMultiplyAdd(low, x, a7);
                b7 = Vector512.FusedMultiplyAdd(high, x, b7);
                x = Vector512.Create(x8[at]);
                a8 = Vector512.FusedMultiplyAdd(low, x, a8);
                b8 = Vector512.FusedMultiplyAdd(high, x, b8);
                x = Vector512.Create(x9[at]);
                a9 = Vector512.FusedMultiplyAdd(low, x, a9);
                b9 = Vector512.FusedMultiplyAdd(high, x, b9);
                x = Vector512.Create(x10[at]);
                a10 = Vector512.FusedMultiplyAdd(low, x, a10);
                b10 = Vector512.FusedMultiplyAdd(high, x, b10);
                x = Vector512.Create(x11[at]);
                a11 = Vector512.FusedMultiplyAdd(low, x, a11);
                b11 = Vector512.FusedMultiplyAdd(high, x, b11);
            }
        }
        AddTo(sum, entry, a0, b0);
        AddTo(sum, entry + 1, a1, b1);
        AddTo(sum, entry + 2, a2, b2);
        AddTo(sum, entry + 3, a3, b3);
        AddTo(sum, entry + 4, a4, b4);
        AddTo(sum, entry + 5, a5, b5);
        AddTo(sum, entry + 6, a6, b6);
        AddTo(sum, entry + 7, a7, b7);
        AddTo(sum, entry + 8, a8, b8);
        AddTo(sum, entry + 9, a9, b9);
        AddTo(sum, entry + 10, a10, b10);
        AddTo(sum, entry + 11, a11, b11);
    }

    // Twelve sums, which with their operands fill sixteen registers.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddTile(float* input, float* channels, int row, int until, int count, int entry, float* sum)
    {
        var length = Vector<float>.Count;
        float* x0 = input + entries[entry], x1 = input + entries[entry + 1], x2 = input + entries[entry + 2];
        float* x3 = input + entries[entry + 3], x4 = input + entries[entry + 4], x5 = input + entries[entry + 5];
        Vector<float> a0 = default, a1 = default, a2 = default, a3 = default, a4 = default, a5 = default;
        Vector<float> b0 = default, b1 = default, b2 = default, b3 = default, b4 = default, b5 = default;
        for (; row < until; row++)
        {
            long at = layout.Rows[row];
            for (var t = 0; t < count; t++, at += layout.Step, channels += 2 * length)
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
    private void AddTo(float* sum, int entry, Vector512<float> low, Vector512<float> high)
    {
        if (entry >= layout.Entries.Length)
            return;
        var at = sum + ((long)entry * paddedChannels);
        (Vector512.Load(at) + low).Store(at);
        (Vector512.Load(at + 16) + high).Store(at + 16);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void AddTo(float* sum, int entry, Vector<float> low, Vector<float> high)
    {
        if (entry >= layout.Entries.Length)
            return;
        var at = sum + ((long)entry * paddedChannels);
        Vector.Store(Vector.Load(at) + low, at);
        Vector.Store(Vector.Load(at + Vector<float>.Count) + high, at + Vector<float>.Count);
    }
}
