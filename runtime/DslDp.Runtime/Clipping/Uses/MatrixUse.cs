using static TorchSharp.torch;

namespace DslDp.Clipping.Uses;

/// <summary>
/// A matrix that multiplies at every position of an example, as in linear layers: the gradient is Σₜ gₜ aₜᵀ, with a what enters and g
/// the gradient at what leaves.
/// </summary>
/// <param name="part">The matrix, <c>[p, d]</c>, or a tensor that is read as one with the first axis for p.</param>
/// <param name="name">The layer, for messages.</param>
/// <param name="batchSize">Number of examples.</param>
/// <param name="input">a: <c>[batch · n, …, d]</c>, out of autograd.</param>
/// <param name="output">What leaves: <c>[batch · n, …, p]</c>.</param>
internal sealed class MatrixUse(ParameterPart part, LayerName name, long batchSize, Tensor input, RecordedOutput output) : GradientUse(part, name, input, output)
{
    /// <summary>Whether an example has a single position.</summary>
    public bool IsOfOnePosition => Input.numel() == batchSize * Input.size(-1);

    /// <summary>a: <c>[batch, positions, d]</c>. All axes between the batch and the features are positions.</summary>
    public Tensor Inputs => Positions(Input);

    /// <summary>g: <c>[batch, positions, p]</c>.</summary>
    public Tensor Gradients => Positions(OutputGradient);

    protected override Tensor PerExampleOfPart(long start, long length) =>
        Gradients.narrow(0, start, length).transpose(1, 2).bmm(Inputs.narrow(0, start, length)).view(length, -1);

    // The tensor itself where that is its shape.
    private Tensor Positions(Tensor tensor) => tensor.dim() == 3 && tensor.size(0) == batchSize
        ? tensor
        : tensor.reshape(batchSize, tensor.numel() / (batchSize * tensor.size(-1)), tensor.size(-1));
}
