using DslDp.Clipping.Uses;
using DslDp.Kernels;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DslDp.Clipping;

/// <summary>What stands next to each other in the layers of a transformer, in one walk through memory. Sequences come first: <c>[positions, batch, features]</c>.</summary>
public sealed partial class LayerRecord
{
    /// <summary>Multiplies every position by a matrix, records it, and rectifies what leaves.</summary>
    /// <param name="input"><c>[positions, batch, d]</c>.</param>
    /// <param name="weight"><c>[p, d]</c>.</param>
    /// <param name="bias"><c>[p]</c>, or none.</param>
    /// <param name="name">The layer, for messages.</param>
    /// <returns><c>[positions, batch, p]</c>, to enter one operation only.</returns>
    internal Tensor MultiplyRectified(Tensor input, ParameterPart weight, ParameterPart? bias, string name) => AtFront(input, 1, front =>
    {
        var left = Multiplied(RequireFeatures(front, weight, name, input), weight, null, name);
        AddMatrixBias(bias, name, left);
        var added = bias is null ? null : owned.Keep(bias.Value.Values.contiguous());
        return RectifiedMap.Serves(left.Tensor) ? RectifiedMap.Of(left.Tensor, added) : (added is null ? left.Tensor : left.Tensor.Plus(added)).relu();
    });

    /// <summary>Normalises the sum of two tensors over their features, and records it.</summary>
    /// <param name="one"><c>[positions, batch, features]</c>.</param>
    /// <param name="other">Of the same shape.</param>
    /// <param name="weight">The scale, <c>[features]</c>.</param>
    /// <param name="bias">The shift, <c>[features]</c>, or none.</param>
    internal Tensor NormalizeSum(Tensor one, Tensor other, Parameter weight, Parameter? bias)
    {
        const double epsilon = 1e-5;
        if (!one.shape.AsSpan().SequenceEqual(other.shape) || one.shape[^1] != weight.numel() || !NormalizedSum.Serves(one, other, weight, bias))
            return NormalizeFeatures(one.Plus(other), weight, bias, epsilon, batchAxis: 1);
        return AtFront(one, 1, front =>
        {
            var name = NameOf("LayerNorm", weight);
            var (scale, shift) = (owned.Keep(weight.detach()), bias is null ? null : owned.Keep(bias.detach()));
            var sum = owned.Buffer(front.shape);
            var sums = new NormalizationSums(sum, scale, batchSize, null, epsilon, owned);
            var left = Left(NormalizedSum.Of(front, other.transpose(0, 1), new(sum, scale, shift, epsilon, sums.GoBack)), name);
            AddDense(Held(weight), name, sum, left, sums.Scale);
            AddDense(HeldOrNone(bias), name, sum, left, sums.Shift);
            return left.Tensor.alias();
        });
    }
}
