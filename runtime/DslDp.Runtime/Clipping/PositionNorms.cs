using static TorchSharp.torch;

namespace DslDp.Clipping;

/// <summary>
/// Squared norms of per-example gradients that are sums over positions, Σₜ gₜ aₜᵀ, as those of a matrix that is applied at every
/// position of an example are.
/// </summary>
internal static class PositionNorms
{
    /// <param name="inputs">a: <c>[batch, positions, d]</c>.</param>
    /// <param name="gradients">g: <c>[batch, positions, p]</c>.</param>
    /// <returns><c>[batch]</c>, Float64.</returns>
    public static Tensor Of(Tensor inputs, Tensor gradients)
    {
        var (batch, positions, d, p) = (inputs.shape[0], inputs.shape[1], inputs.shape[2], gradients.shape[2]);
        // Multiplications of the two ways; those in double precision count twice.
        var ghost = 2 * positions * (d + p) < d * p;
        var numbers = ghost ? 2 * positions * (positions + d + p) : d * p;
        using var scope = NewDisposeScope();
        var norms = zeros(batch, float64, inputs.device);
        foreach (var (start, length) in ExampleChunks.Of(batch, numbers, inputs.device))
        {
            using var chunk = NewDisposeScope();
            var a = inputs.narrow(0, start, length);
            var g = gradients.narrow(0, start, length);
            norms.narrow(0, start, length).Accumulate(ghost ? Ghost(a, g) : SquaredNorms.Of(g.transpose(1, 2).bmm(a)));
        }
        return norms.MoveToOuterDisposeScope();
    }

    // Σₜ Σₛ (aₜ·aₛ)(gₜ·gₛ) = ‖Σₜ gₜ aₜᵀ‖². In double precision: where positions cancel, the sum is much smaller than its terms,
    // and in single precision it could come out far too small.
    private static Tensor Ghost(Tensor inputs, Tensor gradients)
    {
        var a = inputs.to(float64);
        var g = gradients.to(float64);
        return a.bmm(a.transpose(1, 2)).mul_(g.bmm(g.transpose(1, 2))).sum([1L, 2L]).clamp_min(HeldScalars.Zero);
    }
}
