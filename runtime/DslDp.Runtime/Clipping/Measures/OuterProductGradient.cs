using DslDp.Clipping.Uses;
using static TorchSharp.torch;

namespace DslDp.Clipping.Measures;

/// <summary>
/// A matrix that multiplies at one position of each example. The gradient is g aᵀ, so its squared norm is |a|²|g|² (Goodfellow 2015,
/// "Efficient per-example gradient computations").
/// </summary>
/// <param name="part">The matrix.</param>
/// <param name="inputs">a: <c>[batch, …, d]</c>, d numbers an example, contiguous.</param>
/// <param name="gradients">g: <c>[batch, …, p]</c>, p numbers an example, contiguous.</param>
/// <param name="gradientNorms">|g|², <c>[batch]</c>, Float64.</param>
internal sealed class OuterProductGradient(ParameterPart part, Tensor inputs, Tensor gradients, Tensor gradientNorms) : MatrixGradient(part, inputs, gradients)
{
    // In double precision: a square of g that vanishes in single precision could be made up for by a large a.
    public override Tensor SquaredNorms()
    {
        using var inputNorms = Clipping.SquaredNorms.Of(Inputs);
        return inputNorms * gradientNorms;
    }
}
