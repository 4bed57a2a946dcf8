using DslDp.Clipping.Uses;
using DslDp.Kernels;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DslDp.Clipping;

/// <summary>What stands next to each other in the layers of a transformer, in one walk through memory. Sequences come first: <c>[positions, batch, features]</c>.</summary>
public sealed partial class LayerRecord
{
    /// <summary>Normalises the sum of two tensors over their features, and records it.</summary>
    /// <param name="one"><c>[positions, batch, features]</c>.</param>
    /// <param name="other">Of the same shape; nobody else reads it, and the sum may take its place.</param>
    /// <param name="weight">The scale, <c>[features]</c>.</param>
    /// <param name="bias">The shift, <c>[features]</c>, or none.</param>
    internal Tensor NormalizeSum(Tensor one, Tensor other, Parameter weight, Parameter? bias)
    {
        const double epsilon = 1e-5;
        if (!one.shape.AsSpan().SequenceEqual(other.shape) || one.size(-1) != weight.numel() || !NormalizedSum.Serves(one, other, weight, bias))
            return NormalizeFeatures(one.Plus(other), weight, bias, epsilon, batchAxis: 1);
        using var scope = NewDisposeScope();
        var (scale, shift) = (Held(weight), HeldOrNone(bias));
        var name = new LayerName("LayerNorm", scale.Parameter);
        // The sum takes the place of what is added, which nobody else reads.
        Tensor front = one.transpose(0, 1), added = other.transpose(0, 1);
        var sum = added.is_contiguous() ? owned.Keep(added.detach()) : owned.Buffer(front.shape);
        var sums = new NormalizationSums(sum, scale.Parameter, batchSize, null, epsilon, owned);
        var left = NewOutput();
        var output = Left(NormalizedSum.Of(front, added, new(sum, scale.Parameter, shift?.Parameter, epsilon, sums.GoBack), left), name);
        AddDense(scale, name, sum, left, sums.Scale);
        AddDense(shift, name, sum, left, sums.Shift);
        return output.transpose(0, 1).MoveToOuterDisposeScope();
    }
}
