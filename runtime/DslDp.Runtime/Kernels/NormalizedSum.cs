using System.Numerics;
using System.Runtime.CompilerServices;
using TorchSharp;
using static TorchSharp.torch;

namespace DslDp.Kernels;

/// <summary>The sum of two tensors, normalised over the features of each position: one walk through memory gives both. The gradient at one is that at the other.</summary>
internal sealed unsafe class NormalizedSum : autograd.SingleTensorFunction<NormalizedSum>
{
    /// <summary>One normalisation.</summary>
    /// <param name="Sum">Filled with the sum; contiguous. It may be one of the two.</param>
    /// <param name="Weight">The scale, <c>[features]</c>, out of autograd.</param>
    /// <param name="Bias">The shift, <c>[features]</c>, out of autograd; or none.</param>
    /// <param name="Epsilon">ε.</param>
    /// <param name="GoBack">From the gradient at the output to that at the sum.</param>
    internal sealed record Normalization(Tensor Sum, Tensor Weight, Tensor? Bias, double Epsilon, Func<Tensor, Tensor> GoBack);

    public override string Name => nameof(NormalizedSum);

    /// <summary>Whether the kernel serves these tensors.</summary>
    public static bool Serves(params Tensor?[] tensors) => tensors.OfType<Tensor>().All(tensor =>
        tensor.device_type == DeviceType.CPU && tensor.dtype == ScalarType.Float32 && tensor.numel() is > 0 and <= Memory.MaxNumbers);

    /// <summary>Adds and normalises.</summary>
    /// <param name="one"><c>[…, features]</c>.</param>
    /// <param name="other">Of the same shape.</param>
    /// <param name="normalization">How.</param>
    public static Tensor Of(Tensor one, Tensor other, Normalization normalization) => apply(one, other, normalization);

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var how = (Normalization)vars[2];
        ctx.save_data("state", how);
        using Tensor one = ((Tensor)vars[0]).contiguous(), other = ((Tensor)vars[1]).contiguous(), weight = how.Weight.contiguous();
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

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        WayBack.Enter(grad_output);
        var result = WayBack.Returned(((Normalization)ctx.get_data("state")).GoBack(grad_output));
        return [result, WayBack.Returned(result.alias()), null!];
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
