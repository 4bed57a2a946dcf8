using System.Numerics;
using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace DslDp.Kernels;

/// <summary>
/// Each example's gradients of the scale and the shift after a normalisation: Σ over positions of gradient · x̂ and of gradient, with
/// x̂ = (x − mean)/√(variance + ε) made on the way, never stored; and the gradient at the input, which these sums lead to.
/// </summary>
/// <remarks>Sums run over 256 numbers at most in 32 bits, and in double precision after that.</remarks>
internal static unsafe partial class NormalizationGradients
{
    private const int NumbersAtOnce = 256;

    /// <summary>Normalisation over groups of channels.</summary>
    /// <param name="input">x: <c>[batch · n, channels, …]</c>, contiguous.</param>
    /// <param name="gradients">The gradient at the output, of the same shape, contiguous.</param>
    /// <param name="groups">Number of groups.</param>
    /// <param name="epsilon">ε.</param>
    /// <param name="scale">Filled with the gradients of the scale, <c>[batch, channels]</c>.</param>
    /// <param name="shift">Filled with the gradients of the shift, <c>[batch, channels]</c>.</param>
    /// <param name="back">The way back to the input, or null.</param>
    public static void OfGroups(Tensor input, Tensor gradients, long groups, double epsilon, Tensor scale, Tensor shift, WayToInput? back = null)
    {
        float* x = Memory.Of(input), g = Memory.Of(gradients), toScale = Memory.Of(scale), toShift = Memory.Of(shift);
        float* weight = back is null ? null : Memory.Of(back.Weight), dx = back is null ? null : Memory.Of(back.Result);
        var (batch, channels) = ((int)scale.size(0), scale.size(1));
        var (rows, length, perGroup) = (input.size(0) / batch, input.numel() / (input.size(0) * channels), channels / groups);
        Workers.Run(batch, (start, end) =>
        {
            var sums = new (double Scale, double Shift)[channels];
            for (var example = start; example < end; example++)
            {
                sums.AsSpan().Clear();
                for (var row = example * rows; row < (example + 1) * rows; row++)
                {
                    for (var group = 0L; group < groups; group++)
                    {
                        var first = ((row * channels) + (group * perGroup)) * length;
                        var (exactMean, factor) = Statistics(x + first, perGroup * length, epsilon);
                        var mean = (float)exactMean;
                        var (ofShift, ofScale) = (0.0, 0.0);
                        for (var channel = 0L; channel < perGroup; channel++)
                        {
                            var at = first + (channel * length);
                            var (product, sum) = Sums(x + at, g + at, length, mean);
                            ref var to = ref sums[(group * perGroup) + channel];
                            to = (to.Scale + (product * factor), to.Shift + sum);
                            if (back is not null)
                                (ofShift, ofScale) = (ofShift + (weight[(group * perGroup) + channel] * sum), ofScale + (weight[(group * perGroup) + channel] * product * factor));
                        }

                        for (var channel = 0L; back is not null && channel < perGroup; channel++)
                        {
                            var at = first + (channel * length);
                            LeadBack(x + at, g + at, dx + at, length, weight[(group * perGroup) + channel], mean, factor, ofShift / (perGroup * length), ofScale / (perGroup * length));
                        }
                    }
                }
                for (var channel = 0L; channel < channels; channel++)
                    (toScale[(example * channels) + channel], toShift[(example * channels) + channel]) = ((float)sums[channel].Scale, (float)sums[channel].Shift);
            }
        });
        GC.KeepAlive(input);
        GC.KeepAlive(gradients);
    }

    /// <summary>Normalisation over the features of a position.</summary>
    /// <param name="input">x: <c>[batch · n, features]</c>, contiguous.</param>
    /// <param name="gradients">The gradient at the output, of the same shape, contiguous.</param>
    /// <param name="epsilon">ε.</param>
    /// <param name="scale">Filled with the gradients of the scale, <c>[batch, features]</c>.</param>
    /// <param name="shift">Filled with the gradients of the shift, <c>[batch, features]</c>.</param>
    /// <param name="back">The way back to the input, or null.</param>
    public static void OfFeatures(Tensor input, Tensor gradients, double epsilon, Tensor scale, Tensor shift, WayToInput? back = null)
    {
        float* x = Memory.Of(input), g = Memory.Of(gradients), toScale = Memory.Of(scale), toShift = Memory.Of(shift);
        float* weight = back is null ? null : Memory.Of(back.Weight), dx = back is null ? null : Memory.Of(back.Result);
        var (batch, features) = ((int)scale.size(0), (int)scale.size(1));
        var positions = input.numel() / ((long)batch * features);
        Workers.Run(batch, (start, end) =>
        {
            for (var example = start; example < end; example++)
            {
                Span<float> ofScale = new(toScale + ((long)example * features), features), ofShift = new(toShift + ((long)example * features), features);
                ofScale.Clear();
                ofShift.Clear();
                for (var position = example * positions; position < (example + 1) * positions; position++)
                {
                    var at = position * features;
                    var (exactMean, factor) = Statistics(x + at, features, epsilon);
                    var mean = (float)exactMean;
                    AddPosition(new(x + at, features), new(g + at, features), mean, (float)factor, ofScale, ofShift);
                    if (back is not null)
                        LeadBack(x + at, g + at, dx + at, features, weight, mean, factor);
                }
            }
        });
        GC.KeepAlive(input);
        GC.KeepAlive(gradients);
    }

    /// <summary>The mean, and 1 / √(variance + ε).</summary>
    public static (double Mean, double Factor) Statistics(float* x, long count, double epsilon)
    {
        var center = (float)(SumOfDifferences(x, count, 0).Sum / count);
        var (sum, squares) = SumOfDifferences(x, count, center);
        return (center + (sum / count), 1 / Math.Sqrt(((squares - (sum * sum / count)) / count) + epsilon));
    }

    /// <summary>Σ (x − center) and Σ (x − center)².</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static (double Sum, double Squares) SumOfDifferences(float* x, long count, float center)
    {
        var centers = new Vector<float>(center);
        double sum = 0, squares = 0;
        for (var block = 0L; block < count; block += NumbersAtOnce)
        {
            var end = Math.Min(count, block + NumbersAtOnce);
            Vector<float> s0 = default, s1 = default, q0 = default, q1 = default;
            var i = block;
            for (; i <= end - (2 * Vector<float>.Count); i += 2 * Vector<float>.Count)
            {
                var (d0, d1) = (Vector.Load(x + i) - centers, Vector.Load(x + i + Vector<float>.Count) - centers);
                s0 += d0;
                s1 += d1;
                q0 = Vector.FusedMultiplyAdd(d0, d0, q0);
                q1 = Vector.FusedMultiplyAdd(d1, d1, q1);
            }
            sum += Vector.Sum(s0 + s1);
            squares += Vector.Sum(q0 + q1);
            for (; i < end; i++)
            {
                double difference = x[i] - center;
                sum += difference;
                squares += difference * difference;
            }
        }
        return (sum, squares);
    }

    /// <summary>Σ g·(x − mean) and Σ g.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static (double Product, double Sum) Sums(float* x, float* g, long count, float mean)
    {
        var means = new Vector<float>(mean);
        double product = 0, sum = 0;
        for (var block = 0L; block < count; block += NumbersAtOnce)
        {
            var end = Math.Min(count, block + NumbersAtOnce);
            Vector<float> p0 = default, p1 = default, s0 = default, s1 = default;
            var i = block;
            for (; i <= end - (2 * Vector<float>.Count); i += 2 * Vector<float>.Count)
            {
                var (g0, g1) = (Vector.Load(g + i), Vector.Load(g + i + Vector<float>.Count));
                p0 = Vector.FusedMultiplyAdd(g0, Vector.Load(x + i) - means, p0);
                p1 = Vector.FusedMultiplyAdd(g1, Vector.Load(x + i + Vector<float>.Count) - means, p1);
                s0 += g0;
                s1 += g1;
            }
            product += Vector.Sum(p0 + p1);
            sum += Vector.Sum(s0 + s1);
            for (; i < end; i++)
            {
                product += (double)g[i] * (x[i] - mean);
                sum += g[i];
            }
        }
        return (product, sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddPosition(ReadOnlySpan<float> x, ReadOnlySpan<float> g, float mean, float factor, Span<float> scale, Span<float> shift)
    {
        var (means, factors) = (new Vector<float>(mean), new Vector<float>(factor));
        var i = 0;
        for (; i <= x.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            var gradient = new Vector<float>(g[i..]);
            var normalized = (new Vector<float>(x[i..]) - means) * factors;
            Vector.FusedMultiplyAdd(gradient, normalized, new Vector<float>(scale[i..])).CopyTo(scale[i..]);
            (new Vector<float>(shift[i..]) + gradient).CopyTo(shift[i..]);
        }
        for (; i < x.Length; i++)
        {
            scale[i] = MathF.FusedMultiplyAdd(g[i], (x[i] - mean) * factor, scale[i]);
            shift[i] += g[i];
        }
    }
}
