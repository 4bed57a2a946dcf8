using DslDp.Clipping.Uses;
using static TorchSharp.torch;

namespace DslDp.Clipping.Measures;

/// <summary>
/// A large matrix that multiplies at a few positions of each example: the squared norm of Σₜ gₜ aₜᵀ is Σₜ Σₛ (aₜ·aₛ)(gₜ·gₛ), over pairs of
/// positions, and the gradients are never made.
/// </summary>
/// <param name="part">The matrix.</param>
/// <param name="inputs">a: <c>[batch, positions, d]</c>.</param>
/// <param name="gradients">g: <c>[batch, positions, p]</c>.</param>
internal sealed class PairedGradient(ParameterPart part, Tensor inputs, Tensor gradients) : MatrixGradient(part, inputs, gradients)
{
    public override Tensor SquaredNorms() => Of(Inputs, Gradients);

    /// <summary>
    /// In double precision, and with the allowance for cancelling positions: the sum may be much smaller than its terms, and in single
    /// precision it could come out far too small.
    /// </summary>
    public static Tensor Of(Tensor inputs, Tensor gradients)
    {
        var (batch, positions, d, p) = (inputs.shape[0], inputs.shape[1], inputs.shape[2], gradients.shape[2]);
        using var scope = NewDisposeScope();
        var norms = zeros(batch, float64, inputs.device);
        foreach (var (start, length) in ExampleChunks.Of(batch, 4 * positions * (positions + d + p), inputs.device))
        {
            using var chunk = NewDisposeScope();
            var a = inputs.narrow(0, start, length).to(float64);
            var g = gradients.narrow(0, start, length).to(float64);
            var pairs = a.bmm(a.transpose(1, 2)).mul_(g.bmm(g.transpose(1, 2))).sum([1L, 2L]).clamp_min_(HeldScalars.Zero);
            norms.narrow(0, start, length).copy_(pairs).Accumulate(RoundingAllowance.Square(Terms(a, g), positions));
        }
        return norms.MoveToOuterDisposeScope();
    }

    /// <summary>Σₜ |gₜ||aₜ|.</summary>
    public static Tensor Terms(Tensor inputs, Tensor gradients) =>
        (inputs.to(float64).Squared().sum(2L).mul_(gradients.to(float64).Squared().sum(2L))).sqrt_().sum(1L);
}
