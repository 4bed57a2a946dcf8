using System.Numerics;
using System.Runtime.CompilerServices;

namespace DslDp.Kernels;

/// <summary>Sums of the gradient over positions, which are the gradient of a bias: in 32 bits over 256 positions at most, and added up after that.</summary>
internal sealed unsafe partial class PositionGradients
{
    private void SumOverPositions(float* gradients, int firstRow, int count, Span<float> sums)
    {
        sums.Clear();
        for (var row = firstRow; row < firstRow + count; row++)
        {
            for (var group = 0; group < layout.Groups; group++)
            {
                var from = gradients + (row * layout.GradientPerRow) + (group * layout.GradientPerGroup);
                var to = sums.Slice(group * layout.Channels, layout.Channels);
                if (layout.ChannelStep == 1)
                    AddRows(from, to);
                else
                    AddRuns(from, to);
            }
        }
    }

    /// <summary>The channels of a position lie next to each other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddRows(float* from, Span<float> sums)
    {
        var length = Vector<float>.Count;
        for (var first = 0; first < layout.Positions; first += PositionsAtOnce, from += (long)PositionsAtOnce * layout.PositionStep)
        {
            var count = Math.Min(PositionsAtOnce, layout.Positions - first);
            var channel = 0;
            for (; channel <= sums.Length - (4 * length); channel += 4 * length)
            {
                Vector<float> s0 = default, s1 = default, s2 = default, s3 = default;
                var at = from + channel;
                for (var t = 0; t < count; t++, at += layout.PositionStep)
                {
                    s0 += Vector.Load(at);
                    s1 += Vector.Load(at + length);
                    s2 += Vector.Load(at + (2 * length));
                    s3 += Vector.Load(at + (3 * length));
                }
                (new Vector<float>(sums[channel..]) + s0).CopyTo(sums[channel..]);
                (new Vector<float>(sums[(channel + length)..]) + s1).CopyTo(sums[(channel + length)..]);
                (new Vector<float>(sums[(channel + (2 * length))..]) + s2).CopyTo(sums[(channel + (2 * length))..]);
                (new Vector<float>(sums[(channel + (3 * length))..]) + s3).CopyTo(sums[(channel + (3 * length))..]);
            }

            for (; channel < sums.Length; channel++)
            {
                var sum = 0f;
                for (var t = 0; t < count; t++)
                    sum += from[channel + ((long)t * layout.PositionStep)];
                sums[channel] += sum;
            }
        }
    }

    /// <summary>The positions of a channel lie next to each other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddRuns(float* from, Span<float> sums)
    {
        for (var channel = 0; channel < sums.Length; channel++, from += layout.ChannelStep)
        {
            for (var first = 0; first < layout.Positions; first += PositionsAtOnce)
            {
                Vector<float> even = default, odd = default;
                var (t, end) = (first, Math.Min(layout.Positions, first + PositionsAtOnce));
                for (; t <= end - (2 * Vector<float>.Count); t += 2 * Vector<float>.Count)
                {
                    even += Vector.Load(from + t);
                    odd += Vector.Load(from + t + Vector<float>.Count);
                }

                var sum = Vector.Sum(even + odd);
                for (; t < end; t++)
                    sum += from[t];
                sums[channel] += sum;
            }
        }
    }
}
