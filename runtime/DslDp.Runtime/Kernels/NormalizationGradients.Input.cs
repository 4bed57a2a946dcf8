using System.Numerics;
using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace DslDp.Kernels;

/// <summary>
/// The gradient at what enters a normalisation. With w for the scale, g for the gradient at the output and means over what is normalised
/// together, it is (w g − mean(w g) − x̂ · mean(w g x̂)) / √(variance + ε).
/// </summary>
internal static unsafe partial class NormalizationGradients
{
    /// <summary>What the way back to the input takes.</summary>
    /// <param name="Weight">The scale, contiguous.</param>
    /// <param name="Result">Filled with the gradient, in the input's shape, contiguous.</param>
    internal sealed record WayToInput(Tensor Weight, Tensor Result);

    /// <summary>Numbers with one scale.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void LeadBack(float* x, float* g, float* to, long count, float weight, float mean, double factor, double meanOfShift, double meanOfScale)
    {
        var (ofGradient, ofInput, rest) = ((float)(weight * factor), (float)(-factor * factor * meanOfScale), (float)(-factor * meanOfShift));
        Vector<float> a = new(ofGradient), b = new(ofInput), c = new(rest), means = new(mean);
        var i = 0L;
        for (; i <= count - Vector<float>.Count; i += Vector<float>.Count)
            Vector.Store(Vector.FusedMultiplyAdd(Vector.Load(g + i), a, Vector.FusedMultiplyAdd(Vector.Load(x + i) - means, b, c)), to + i);
        for (; i < count; i++)
            to[i] = MathF.FusedMultiplyAdd(g[i], ofGradient, MathF.FusedMultiplyAdd(x[i] - mean, ofInput, rest));
    }

    /// <summary>The features of a position, each with a scale of its own.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void LeadBack(float* x, float* g, float* to, int features, float* weight, float mean, double factor)
    {
        Vector<float> means = new(mean), shifts = default, products = default;
        var i = 0;
        for (; i <= features - Vector<float>.Count; i += Vector<float>.Count)
        {
            var weighted = Vector.Load(weight + i) * Vector.Load(g + i);
            shifts += weighted;
            products = Vector.FusedMultiplyAdd(weighted, Vector.Load(x + i) - means, products);
        }

        double shift = Vector.Sum(shifts), product = Vector.Sum(products);
        for (; i < features; i++)
            (shift, product) = (shift + (weight[i] * g[i]), product + (weight[i] * g[i] * (x[i] - mean)));

        var (ofGradient, ofInput, rest) = ((float)factor, (float)(-factor * factor * factor * product / features), (float)(-factor * shift / features));
        Vector<float> a = new(ofGradient), b = new(ofInput), c = new(rest);
        for (i = 0; i <= features - Vector<float>.Count; i += Vector<float>.Count)
        {
            var others = Vector.FusedMultiplyAdd(Vector.Load(x + i) - means, b, c);
            Vector.Store(Vector.FusedMultiplyAdd(Vector.Load(weight + i) * Vector.Load(g + i), a, others), to + i);
        }

        for (; i < features; i++)
            to[i] = MathF.FusedMultiplyAdd(weight[i] * g[i], ofGradient, MathF.FusedMultiplyAdd(x[i] - mean, ofInput, rest));
    }
}
