using static TorchSharp.torch;

namespace DslDp.Clipping.Uses;

/// <summary>Squared norms of one parameter's per-example gradients that are found without making the gradients.</summary>
internal static class JointNorms
{
    /// <summary>The norms over all the uses together; null where these uses have no formula of their own.</summary>
    /// <returns><c>[batch]</c>, Float64.</returns>
    public static Tensor? Of(GradientUse[] uses)
    {
        if (uses is [DirectConvolutionWeightUse convolution])
            return convolution.SquaredNorms();
        var matrices = uses.OfType<MatrixUse>().ToArray();
        if (matrices.Length == uses.Length)
            return AreApart(matrices) ? OfMatrices(matrices) : null;
        var tables = uses.OfType<EmbeddingUse>().ToArray();
        if (tables.Length == uses.Length)
            return EmbeddingNorms.Of(Joined(tables, use => use.Tokens), Joined(tables, use => use.Gradients));
        if (matrices.Length + tables.Length != uses.Length || !matrices.All(use => use.Part.IsWhole))
            return null;
        var (tokens, rows) = (Joined(tables, use => use.Tokens), Joined(tables, use => use.Gradients));
        var (inputs, gradients) = (Joined(matrices, use => use.Inputs), Joined(matrices, use => use.Gradients));
        return EmbeddingNorms.Of(tokens, rows)
            .Plus(OfMatrix(inputs, gradients))
            .Plus(EmbeddingNorms.TwiceTheProduct(tokens, rows, inputs, gradients))
            .clamp_min(HeldScalars.Zero);
    }

    /// <summary>Rows that are used together are used by the same uses: parts are equal, or have no row in common.</summary>
    private static bool AreApart(MatrixUse[] uses) =>
        uses.All(use => uses.All(other => use.Part.IsSameAs(other.Part) || use.Part.IsApartFrom(other.Part)));

    private static Tensor OfMatrices(MatrixUse[] uses) => uses
        .GroupBy(use => (use.Part.Start, use.Part.Rows))
        .Select(part => OfMatrix(Joined([.. part], use => use.Inputs), Joined([.. part], use => use.Gradients)))
        .Aggregate((sum, next) => sum.Plus(next));

    // One position: the gradient is g aᵀ, so its squared norm is |a|²|g|² (Goodfellow 2015, "Efficient per-example gradient
    // computations"). Squared in double precision: a square of g that vanishes in single precision could be made up for by a large a.
    private static Tensor OfMatrix(Tensor inputs, Tensor gradients) => inputs.shape[1] == 1
        ? SquaredNorms.Of(inputs.to(float64)) * SquaredNorms.Of(gradients.to(float64))
        : PositionNorms.Of(inputs, gradients);

    // Every call's positions are positions of the example.
    private static Tensor Joined<TUse>(TUse[] uses, Func<TUse, Tensor> of) => uses.Length == 1 ? of(uses[0]) : cat([.. uses.Select(of)], 1);
}
