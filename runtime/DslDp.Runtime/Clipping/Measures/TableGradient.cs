using DslDp.Clipping.Uses;
using DslDp.Kernels;
using static TorchSharp.torch;

namespace DslDp.Clipping.Measures;

/// <summary>
/// A table whose rows are looked up: an example's gradient has, in each token's row, the sum over the positions that hold the token.
/// </summary>
/// <param name="part">The table.</param>
/// <param name="tokens"><c>[batch, positions]</c>.</param>
/// <param name="gradients"><c>[batch, positions, d]</c>.</param>
/// <param name="owned">Where what is needed until the sum is kept.</param>
internal sealed class TableGradient(ParameterPart part, Tensor tokens, Tensor gradients, OwnedTensors owned) : MeasuredGradient
{
    private readonly TableGradients? kernel = gradients.device_type == TorchSharp.DeviceType.CPU ? new(tokens, gradients, owned.Keep) : null;

    public override Tensor SquaredNorms()
    {
        if (kernel is not null)
            return kernel.SquaredNorms();
        using var scope = NewDisposeScope();
        var allowance = RoundingAllowance.Square(gradients.to(float64).Squared().sum(2L).sqrt().sum(1L), tokens.shape[1]);
        return EmbeddingNorms.Of(tokens, gradients).Plus(allowance).MoveToOuterDisposeScope();
    }

    public override void AddWeighted(ExampleWeights weights, Tensor sum)
    {
        if (kernel is not null)
        {
            kernel.AddWeighted(weights.Array, part.Of(sum));
            return;
        }

        using var temporaries = NewDisposeScope();
        part.Of(sum).index_add_(0, tokens.reshape(-1), weights.Scaled(gradients).reshape(-1, gradients.shape[2]), HeldScalars.One);
    }
}
