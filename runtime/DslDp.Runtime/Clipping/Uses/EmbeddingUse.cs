using TorchSharp;
using static TorchSharp.torch;

namespace DslDp.Clipping.Uses;

/// <summary>
/// A table whose rows are looked up: an example's gradient has Σₜ gₜ over the positions that hold a token in that token's row. It is
/// never made for a whole batch, unless the table is used in another way too.
/// </summary>
/// <param name="part">The table, <c>[tokens, d]</c>.</param>
/// <param name="name">The layer, for messages.</param>
/// <param name="batchSize">Number of examples.</param>
/// <param name="tokens">What is looked up: <c>[batch · n, …]</c>, Int64.</param>
/// <param name="output">The rows that were found: <c>[batch · n, …, d]</c>.</param>
/// <param name="padding">The row without a gradient; null where every row has one.</param>
internal sealed class EmbeddingUse(ParameterPart part, LayerName name, long batchSize, Tensor tokens, RecordedOutput output, long? padding)
    : GradientUse(part, name, tokens, output)
{
    private readonly long width = part.Parameter.size(1);

    /// <summary>The tokens: <c>[batch, positions]</c>.</summary>
    public Tensor Tokens => Input.dim() == 2 && Input.size(0) == batchSize ? Input : Input.reshape(batchSize, Input.numel() / batchSize);

    /// <summary>The gradients at the rows that were found, none at padding: <c>[batch, positions, d]</c>.</summary>
    public Tensor Gradients
    {
        get
        {
            var gradients = OutputGradient.dim() == 3 && OutputGradient.size(0) == batchSize
                ? OutputGradient
                : OutputGradient.reshape(batchSize, Input.numel() / batchSize, width);
            if (padding is not { } row)
                return gradients;
            using Scalar held = row;
            return gradients.masked_fill(Tokens.eq(held).unsqueeze(-1), HeldScalars.Zero);
        }
    }

    protected override Tensor PerExampleOfPart(long start, long length)
    {
        var (found, gradients) = (Tokens.narrow(0, start, length), Gradients.narrow(0, start, length));
        var table = zeros(length, Part.Rows, width, gradients.dtype, gradients.device);
        return table.scatter_add_(1, found.unsqueeze(-1).expand(-1, -1, width), gradients).view(length, -1);
    }
}
