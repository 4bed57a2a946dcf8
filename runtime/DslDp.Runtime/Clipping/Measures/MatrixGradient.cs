using DslDp.Clipping.Uses;
using static TorchSharp.torch;

namespace DslDp.Clipping.Measures;

/// <summary>A matrix whose gradients are measured without being made: their sum is one product of matrices.</summary>
/// <param name="part">The matrix.</param>
/// <param name="inputs">a: <c>[batch, positions, d]</c>.</param>
/// <param name="gradients">g: <c>[batch, positions, p]</c>.</param>
internal abstract class MatrixGradient(ParameterPart part, Tensor inputs, Tensor gradients) : MeasuredGradient
{
    /// <summary>What enters.</summary>
    protected Tensor Inputs => inputs;

    /// <summary>The gradient at what leaves.</summary>
    protected Tensor Gradients => gradients;

    public override void AddWeighted(ExampleWeights weights, Tensor sum) => WeightedProduct.AddTo(part.Of(sum), inputs, gradients, weights);

    public override void WriteWeighted(ExampleWeights weights, Tensor sum)
    {
        if (part.IsWhole)
            WeightedProduct.AddTo(sum, inputs, gradients, weights, isBlank: true);
        else
            base.WriteWeighted(weights, sum);
    }
}
