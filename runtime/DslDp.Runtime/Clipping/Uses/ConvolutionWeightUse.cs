using DslDp.Kernels;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DslDp.Clipping.Uses;

/// <summary>The weight of a convolution: each example's gradient is made from patches of its input.</summary>
/// <param name="part">The weight.</param>
/// <param name="layer">The convolution.</param>
/// <param name="geometry">Which entries of its input it multiplies.</param>
/// <param name="name">The layer, for messages.</param>
/// <param name="batchSize">Number of examples.</param>
/// <param name="input">What enters, out of autograd.</param>
/// <param name="output">What leaves.</param>
/// <param name="positions">Positions of what leaves, of all examples.</param>
internal sealed class ConvolutionWeightUse(ParameterPart part, Convolution layer, ConvolutionGeometry geometry, LayerName name, long batchSize, Tensor input, RecordedOutput output, long positions)
    : GradientUse(part, name, input, output)
{
    private readonly long rowsPerExample = input.size(0) / Math.Max(1, batchSize);

    /// <summary>The convolution.</summary>
    public Convolution Layer => layer;

    /// <summary>Numbers of what enters that one output is made of.</summary>
    public long PatchLength => geometry.PatchLength;

    /// <summary>The shape of what enters with the padding around it.</summary>
    public long[] PaddedShape => geometry.PaddedShape;

    /// <summary>The shape of what leaves.</summary>
    public long[] OutputShape => geometry.OutputShape!;

    public override long NumbersPerExample =>
        (layer.groups * geometry.PatchLength * (positions / batchSize)) + layer.weight.numel();

    /// <summary>Rows of the batch that belong to one example.</summary>
    public int RowsPerExample => (int)rowsPerExample;

    /// <summary>What puts zeros around a row of what enters; null where <see cref="Entering"/> has all that is around it.</summary>
    public PaddedRow? ZerosAround => geometry.ZerosAround;

    /// <summary>What enters, with the padding around it unless that is left to <see cref="ZerosAround"/>.</summary>
    public Tensor Entering() => ZerosAround is null ? geometry.Padded(Input) : Input;

    // For each example Σ g · patchᵀ over its positions, group by group.
    protected override Tensor PerExampleOfPart(long start, long length)
    {
        var rows = length * rowsPerExample;
        var patches = geometry.Patches(RowsOf(Input, start, length), OutputShape)
            .reshape(rows * layer.groups, geometry.PatchLength, -1);
        var gradients = RowsOf(OutputGradient, start, length).reshape(rows * layer.groups, layer.out_channels / layer.groups, -1);
        var perRow = gradients.bmm(patches.transpose(1, 2)).view(length, rowsPerExample, -1);
        return rowsPerExample == 1 ? perRow.squeeze(1) : perRow.sum(1L);
    }

    private Tensor RowsOf(Tensor tensor, long start, long length) => tensor.narrow(0, start * rowsPerExample, length * rowsPerExample);
}
