using static TorchSharp.torch;

namespace DslDp.Clipping.Uses;

/// <summary>
/// Squared norms of the gradients of a table of embeddings: gradients of equal tokens add up before the norm, so
/// ‖G‖² = Σₜ Σₛ [tokenₜ = tokenₛ] gₜ·gₛ. In double precision, since positions may cancel.
/// </summary>
internal static class EmbeddingNorms
{
    /// <param name="tokens"><c>[batch, positions]</c>.</param>
    /// <param name="gradients"><c>[batch, positions, d]</c>.</param>
    /// <returns><c>[batch]</c>, Float64.</returns>
    public static Tensor Of(Tensor tokens, Tensor gradients)
    {
        if (tokens.shape[1] == 1)
            return SquaredNorms.Of(gradients);
        using var scope = NewDisposeScope();
        var norms = zeros(tokens.shape[0], float64, gradients.device);
        foreach (var (start, length) in ExampleChunks.Of(tokens.shape[0], 4 * tokens.shape[1] * (tokens.shape[1] + gradients.shape[2]), gradients.device))
        {
            using var chunk = NewDisposeScope();
            var (found, g) = (tokens.narrow(0, start, length), gradients.narrow(0, start, length).to(float64));
            var same = found.unsqueeze(1).eq(found.unsqueeze(2));
            // Not a product with the mask: what is not finite must not be hidden, nor turn an example that is finite into one that is not.
            var products = g.bmm(g.transpose(1, 2)).masked_fill_(same.logical_not(), HeldScalars.Zero).sum([1L, 2L]);
            norms.narrow(0, start, length).copy_(products.clamp_min_(HeldScalars.Zero));
        }
        return norms.MoveToOuterDisposeScope();
    }

    /// <summary>
    /// Twice the inner product of a table's gradient by its tokens with the gradient Σₛ hₛ aₛᵀ that it has as a matrix, as where the
    /// output layer of a language model shares the embedding: 2 Σₜ Σₛ hₛ[tokenₜ] (gₜ·aₛ).
    /// </summary>
    /// <param name="tokens"><c>[batch, positions]</c>.</param>
    /// <param name="rows">g: <c>[batch, positions, d]</c>.</param>
    /// <param name="inputs">a: <c>[batch, other positions, d]</c>.</param>
    /// <param name="gradients">h: <c>[batch, other positions, tokens]</c>.</param>
    /// <returns><c>[batch]</c>, Float64.</returns>
    public static Tensor TwiceTheProduct(Tensor tokens, Tensor rows, Tensor inputs, Tensor gradients)
    {
        using var scope = NewDisposeScope();
        var products = rows.to(float64).bmm(inputs.to(float64).transpose(1, 2));
        var atTokens = gradients.transpose(1, 2).gather(1, tokens.unsqueeze(-1).expand(-1, -1, gradients.shape[1])).to(float64);
        return (products * atTokens).sum([1L, 2L]).mul_(HeldScalars.Two).MoveToOuterDisposeScope();
    }
}
