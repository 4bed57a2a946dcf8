using DslDp.Clipping.Uses;
using static TorchSharp.torch;

namespace DslDp.Clipping.Measures;

/// <summary>
/// A matrix that multiplies at one position of each example. The gradient is g aᵀ, so its squared norm is |a|²|g|² (Goodfellow 2015,
/// "Efficient per-example gradient computations"), and the sum is one product of matrices.
/// </summary>
/// <param name="part">The matrix.</param>
/// <param name="inputs">a: <c>[batch, …, d]</c>, d numbers an example, contiguous.</param>
/// <param name="gradients">g: <c>[batch, …, p]</c>, p numbers an example, contiguous.</param>
/// <param name="gradientNorms">|g|², <c>[batch]</c>, Float64.</param>
internal sealed class OuterProductGradient(ParameterPart part, Tensor inputs, Tensor gradients, Tensor gradientNorms) : MeasuredGradient
{
    // In double precision: a square of g that vanishes in single precision could be made up for by a large a.
    public override Tensor SquaredNorms()
    {
        using var inputNorms = Clipping.SquaredNorms.Of(inputs);
        return inputNorms * gradientNorms;
    }

    public override void AddWeighted(ExampleWeights weights, Tensor sum) => WeightedProduct.AddTo(part.Of(sum), inputs, gradients, weights);

    public override void WriteWeighted(ExampleWeights weights, Tensor sum)
    {
        if (part.IsWhole)
            WeightedProduct.AddTo(sum, inputs, gradients, weights, isBlank: true);
        else
            base.WriteWeighted(weights, sum);
    }
}
