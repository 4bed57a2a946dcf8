using DslDp.Clipping.Uses;
using DslDp.Kernels;
using static TorchSharp.torch;

namespace DslDp.Clipping.Measures;

/// <summary>
/// A weight that multiplies at many positions of each example, as the matrix of a sequence or of a convolution does, on the processor.
/// Each example's gradient is made once, by <see cref="PositionGradients"/>, at about the price of the ordinary gradient of the batch.
/// </summary>
/// <param name="part">The weight.</param>
/// <param name="kernel">Makes the gradients.</param>
/// <param name="rowsPerExample">Rows of what enters that belong to one example.</param>
/// <param name="inputs">What enters.</param>
/// <param name="row">What puts zeros around a row of it; null where that is done, or not wanted.</param>
/// <param name="gradients">The gradient at what leaves.</param>
/// <param name="sums">Where each example's sum of it over the positions goes, for a bias; null where none is wanted.</param>
/// <param name="owned">Where the sum over the examples is kept.</param>
internal sealed unsafe class PositionGradient(ParameterPart part, PositionGradients kernel, int rowsPerExample, Tensor inputs, PaddedRow? row, Tensor gradients, Tensor? sums, OwnedTensors owned) : PartwiseGradient
{
    private Tensor? total;

    /// <summary>Whether the kernel serves these sizes: whether its vectors of channels are at least half full, and offsets fit.</summary>
    public static bool Serves(Tensor inputs, long groups, long channels, long entries, long numbersThatEnter, long numbersThatLeave) =>
        Memory.Serves(inputs)
        && (groups == 1 || channels >= PositionGradients.LeastChannels)
        && groups * (channels + PositionGradients.MostFilling) * entries <= Memory.MaxNumbers
        && numbersThatEnter <= Memory.MaxNumbers && numbersThatLeave <= Memory.MaxNumbers;

    public override int NumbersPerExample => kernel.Numbers;

    public override void Measure(ExamplePart examples, float* made, double[] squares) =>
        kernel.Make(inputs, gradients, rowsPerExample, examples.First, examples.Count, made, squares, row, sums is null ? null : Memory.Of(sums));

    public override void Add(ExamplePart examples, float* made, float[] factors) =>
        Rows.AddWeighted(made, factors, examples.First, examples.Count, Memory.Of(total ??= owned.Keep(zeros(kernel.Layout, float32))), kernel.Numbers);

    // [groups, entries, channels and more] → [groups · channels, entries], as the weight lies.
    public override void AddWeighted(ExampleWeights weights, Tensor sum)
    {
        if (total is null)
            return;
        using var rows = part.IsWhole ? null : part.Of(sum);
        using var to = (rows ?? sum).view(total.size(0), kernel.Channels, -1);
        using var channels = total.narrow(2, 0, kernel.Channels);
        using var turned = channels.transpose(1, 2);
        to.Accumulate(turned);
    }
}
