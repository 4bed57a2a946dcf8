using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DslDp.Clipping.Uses;

/// <summary>
/// The weight of a convolution. The norm: each example's gradient is made from patches of its input, measured and dropped, a few
/// examples at a time. The sum: the library's own weight gradient of the whole batch, from output gradients that are scaled by the
/// factors; that is several times faster than any product of patches.
/// </summary>
/// <param name="part">The weight.</param>
/// <param name="layer">The convolution.</param>
/// <param name="geometry">Which entries of its input it multiplies.</param>
/// <param name="name">The layer, for messages.</param>
/// <param name="batchSize">Number of examples.</param>
/// <param name="input">What enters, out of autograd.</param>
/// <param name="output">What leaves.</param>
/// <param name="leaf">The weight as a leaf of this call's graph.</param>
internal sealed class ConvolutionWeightUse(ParameterPart part, Convolution layer, ConvolutionGeometry geometry, string name, long batchSize, Tensor input, RecordedOutput output, Tensor leaf)
    : GradientUse(part, name)
{
    public override bool IsReached => output.Gradient is not null;

    public override bool NeedsGraph => true;

    public override long NumbersPerExample =>
        (layer.groups * geometry.PatchLength * (output.Tensor.numel() / (batchSize * layer.out_channels))) + layer.weight.numel();

    // For each example Σ g · patchᵀ over its positions, group by group.
    protected override Tensor PerExampleOfPart(long start, long length)
    {
        var rowsPerExample = input.shape[0] / batchSize;
        var rows = length * rowsPerExample;
        var patches = geometry.Patches(input.narrow(0, start * rowsPerExample, rows), output.Tensor.shape)
            .reshape(rows * layer.groups, geometry.PatchLength, -1);
        var gradients = output.Gradient!.narrow(0, start * rowsPerExample, rows)
            .reshape(rows * layer.groups, layer.out_channels / layer.groups, -1);
        var perRow = gradients.bmm(patches.transpose(1, 2)).view(length, rowsPerExample, -1);
        return rowsPerExample == 1 ? perRow.squeeze(1) : perRow.sum(1L);
    }

    protected override void AddWeightedSumOfPart(ExampleWeights weights, Tensor sum)
    {
        // The recorded graph holds the input as it was; where rows of it must be cleared the layer is run again.
        var (result, weight) = weights.AllFinite ? (output.Tensor, leaf) : Again(weights.Cleared(input));
        autograd.backward([result], [weights.Scaled(output.Gradient!)], retain_graph: true, inputs: [weight]);
        sum.Accumulate(weight.grad!);
    }

    private (Tensor Output, Tensor Leaf) Again(Tensor cleared)
    {
        using var grad = enable_grad();
        var weight = layer.weight.detach().requires_grad_(true);
        return (geometry.ConvolveInParts(cleared, weight, layer.bias?.detach()), weight);
    }
}
