using System.Numerics;
using System.Runtime.CompilerServices;

namespace DslDp.Kernels;

/// <summary>Sums of the gradient over positions, which are the gradient of a bias: in 32 bits over 256 positions at most, and added up after that.</summary>
internal sealed unsafe partial class PositionGradients
{
    private void SumOverPositions(float* gradients, int firstRow, int count, Span<float> sums)
    {
        sums.Clear();
        var block = layout.ChannelStep == 1 ? new float[layout.Channels] : [];
        for (var row = firstRow; row < firstRow + count; row++)
        {
            for (var group = 0; group < layout.Groups; group++)
            {
                var from = gradients + (row * layout.GradientPerRow) + (group * layout.GradientPerGroup);
                var to = sums.Slice(group * layout.Channels, layout.Channels);
                if (layout.ChannelStep == 1)
                    AddRows(from, block, to);
                else
                    AddRuns(from, to);
            }
        }
    }

    /// <summary>The channels of a position lie next to each other.</summary>
    private void AddRows(float* from, Span<float> block, Span<float> sums)
    {
        for (var first = 0; first < layout.Positions; first += PositionsAtOnce)
        {
            block.Clear();
            for (var t = first; t < Math.Min(layout.Positions, first + PositionsAtOnce); t++)
                Rows.AddScaled(new(from + ((long)t * layout.PositionStep), layout.Channels), 1, block);
            Rows.AddScaled(block, 1, sums);
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
