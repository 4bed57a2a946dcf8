using System.Numerics;
using System.Runtime.CompilerServices;
using DslDp.Native;
using static TorchSharp.torch;

namespace DslDp.Kernels;

/// <summary>The sum of two tensors, normalised over the features of each position: one walk through memory gives both. The gradient at one is that at the other.</summary>
internal sealed unsafe class NormalizedSum(NormalizedSum.Normalization how) : IWayBack
{
    /// <summary>One normalisation.</summary>
    /// <param name="Sum">Filled with the sum; contiguous. It may be one of the two.</param>
    /// <param name="Weight">The scale, <c>[features]</c>, out of autograd.</param>
    /// <param name="Bias">The shift, <c>[features]</c>, out of autograd; or none.</param>
    /// <param name="Epsilon">ε.</param>
    /// <param name="GoBack">From the gradient at the output to that at the sum.</param>
    internal sealed record Normalization(Tensor Sum, Tensor Weight, Tensor? Bias, double Epsilon, Func<Tensor, Tensor> GoBack);

    /// <summary>Whether the kernel serves these tensors.</summary>
    public static bool Serves(params Tensor?[] tensors) => tensors.OfType<Tensor>().All(Memory.Serves);

    /// <summary>Adds and normalises.</summary>
    /// <param name="one"><c>[…, features]</c>.</param>
    /// <param name="other">Of the same shape.</param>
    /// <param name="how">How.</param>
    /// <param name="stop">Where note is taken of the gradient at the output.</param>
    public static Tensor Of(Tensor one, Tensor other, Normalization how, IWayStop stop) =>
        AutogradNode.Of(Forward(one, other, how), new NormalizedSum(how), stop, one, other);

    public void Lead(Tensor gradient, Span<Tensor?> atInputs)
    {
        var result = how.GoBack(gradient);
        (atInputs[0], atInputs[1]) = (result, result.alias());
    }

    private static Tensor Forward(Tensor first, Tensor second, Normalization how)
    {
        using var noGrad = new NoGrad();
        using Tensor one = first.contiguous(), other = second.contiguous(), weight = how.Weight.contiguous();
        using var bias = how.Bias?.contiguous();
        var output = empty(one.shape);
        float* a = Memory.Of(one), b = Memory.Of(other), sum = Memory.Of(how.Sum), to = Memory.Of(output);
        float* scale = Memory.Of(weight), shift = bias is null ? null : Memory.Of(bias);
        var features = (int)weight.numel();
        Workers.Run((int)(one.numel() / features), (start, end) =>
        {
            for (var at = (long)start * features; at < (long)end * features; at += features)
            {
                Add(a + at, b + at, sum + at, features);
                var (mean, factor) = NormalizationGradients.Statistics(sum + at, features, how.Epsilon);
                Normalize(sum + at, to + at, features, mean, factor, scale, shift);
            }
        });
        return output;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Add(float* a, float* b, float* to, int count)
    {
        var i = 0;
        for (; i <= count - Vector<float>.Count; i += Vector<float>.Count)
            Vector.Store(Vector.Load(a + i) + Vector.Load(b + i), to + i);
        for (; i < count; i++)
            to[i] = a[i] + b[i];
    }

    // What mean and factor lose in 32 bits is added: all features of a position would be off by it together.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Normalize(float* x, float* to, int count, double mean, double factor, float* scale, float* shift)
    {
        var (roundMean, roundFactor) = ((float)mean, (float)factor);
        var (restOfMean, restOfFactor) = ((float)(mean - roundMean), (float)(factor - roundFactor));
        Vector<float> means = new(roundMean), rests = new(restOfMean), factors = new(roundFactor), restFactors = new(restOfFactor);
        var i = 0;
        for (; i <= count - Vector<float>.Count; i += Vector<float>.Count)
        {
            var difference = Vector.Load(x + i) - means - rests;
            var normalized = Vector.FusedMultiplyAdd(difference, restFactors, difference * factors);
            var shifts = shift is null ? Vector<float>.Zero : Vector.Load(shift + i);
            Vector.Store(Vector.FusedMultiplyAdd(normalized, Vector.Load(scale + i), shifts), to + i);
        }

        for (; i < count; i++)
        {
            var difference = x[i] - roundMean - restOfMean;
            var normalized = MathF.FusedMultiplyAdd(difference, restOfFactor, difference * roundFactor);
            to[i] = MathF.FusedMultiplyAdd(normalized, scale[i], shift is null ? 0 : shift[i]);
        }
    }
}
