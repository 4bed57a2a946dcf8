using DslDp.Clipping.Uses;
using static TorchSharp.torch;

namespace DslDp.Clipping.Measures;

/// <summary>
/// A large table whose rows are looked up and that multiplies too, as where the output layer of a language model shares the embedding.
/// The squared norm of the sum of both gradients is that of each, and twice their product; all of it in double precision, because the
/// two may cancel.
/// </summary>
/// <param name="part">The table.</param>
/// <param name="tokens">What is looked up, <c>[batch, positions]</c>.</param>
/// <param name="rows">The gradient at the rows that were found, <c>[batch, positions, d]</c>.</param>
/// <param name="inputs">What is multiplied, <c>[batch, other positions, d]</c>.</param>
/// <param name="gradients">The gradient at the products, <c>[batch, other positions, tokens]</c>.</param>
internal sealed class TiedTableGradient(ParameterPart part, Tensor tokens, Tensor rows, Tensor inputs, Tensor gradients) : MeasuredGradient
{
    public override Tensor SquaredNorms()
    {
        using var scope = NewDisposeScope();
        var terms = rows.to(float64).Squared().sum(2L).sqrt_().sum(1L).Plus(PairedGradient.Terms(inputs, gradients));
        return EmbeddingNorms.Of(tokens, rows)
            .Plus(PairedGradient.Of(inputs, gradients))
            .Plus(EmbeddingNorms.TwiceTheProduct(tokens, rows, inputs, gradients))
            .clamp_min(HeldScalars.Zero)
            .Plus(RoundingAllowance.Square(terms, tokens.shape[1] + inputs.shape[1]))
            .MoveToOuterDisposeScope();
    }

    public override void AddWeighted(ExampleWeights weights, Tensor sum)
    {
        using var temporaries = NewDisposeScope();
        WeightedProduct.AddTo(part.Of(sum), inputs, gradients, weights);
        part.Of(sum).index_add_(0, tokens.reshape(-1), weights.Scaled(rows).reshape(-1, rows.shape[2]), HeldScalars.One);
    }
}
