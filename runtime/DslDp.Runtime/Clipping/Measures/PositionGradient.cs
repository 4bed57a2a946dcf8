using DslDp.Clipping.Uses;
using DslDp.Kernels;
using static TorchSharp.torch;

namespace DslDp.Clipping.Measures;

/// <summary>
/// A weight that multiplies at many positions of each example, as the matrix of a sequence or of a convolution does, on the processor.
/// Each example's gradient is made once, by <see cref="PositionGradients"/>, at about the price of the ordinary gradient of the batch, and
/// kept from the norm to the sum, or made again where that takes less.
/// </summary>
/// <param name="part">The weight.</param>
/// <param name="kernel">Makes the gradients.</param>
/// <param name="batchSize">Number of examples.</param>
/// <param name="rowsPerExample">Rows of what enters that belong to one example.</param>
/// <param name="inputs">Gives what enters, contiguous.</param>
/// <param name="row">What puts zeros around a row of it; null where that is done, or not wanted.</param>
/// <param name="gradients">The gradient at what leaves, contiguous.</param>
/// <param name="output">What leaves, where all of the gradient is that at one output: it is given the sums that a bias wants.</param>
/// <param name="owned">Where the gradients are kept.</param>
/// <param name="copies">Tensors of the owner that nobody else reads.</param>
internal sealed unsafe class PositionGradient(
    ParameterPart part, PositionGradients kernel, long batchSize, int rowsPerExample, Func<Tensor> inputs, PaddedRow? row, Tensor gradients, RecordedOutput? output, OwnedTensors owned, params Tensor[] copies) : MeasuredGradient
{
    // Beyond what stays in the processor's own memory, a number that few positions make is made again in hardly more time than it takes to
    // write and to read it.
    private const int FewPositions = 128;
    private const long KeptOfFew = (64L << 20) / sizeof(float), KeptOfMany = (256L << 20) / sizeof(float);
    private Block? kept;

    /// <summary>Whether the kernel serves these sizes: whether its vectors of channels are at least half full, and offsets fit.</summary>
    public static bool Serves(Tensor inputs, long groups, long channels, long entries, long numbersThatEnter, long numbersThatLeave) =>
        inputs.device_type == TorchSharp.DeviceType.CPU && inputs.dtype == ScalarType.Float32 && inputs.numel() > 0
        && (groups == 1 || channels >= PositionGradients.LeastChannels)
        && groups * (channels + PositionGradients.MostFilling) * entries <= Memory.MaxNumbers
        && numbersThatEnter <= Memory.MaxNumbers && numbersThatLeave <= Memory.MaxNumbers;

    public override bool ReadsUsesAgain => kept is null;

    public override Tensor SquaredNorms()
    {
        var norms = new double[batchSize];
        kept = owned.TryTake(batchSize * kernel.Numbers, kernel.Positions * rowsPerExample <= FewPositions ? KeptOfFew : KeptOfMany);
        var sums = output is { AreSumsWanted: true, GradientSums: null } ? output.GradientSums = owned.Buffer(batchSize, kernel.AllChannels) : null;
        kernel.Measure(inputs(), gradients, rowsPerExample, kept is null ? null : kept.Numbers, norms, row, sums is null ? null : Memory.Of(sums));
        foreach (var copy in kept is null ? [] : copies)
            owned.Release(copy);
        return tensor(norms, float64);
    }

    public override void AddWeighted(ExampleWeights weights, Tensor sum)
    {
        var total = zeros(kernel.Layout, float32);
        if (kept is not null)
            Rows.AddWeighted(kept.Numbers, weights.Array, total);
        else
            kernel.AddWeighted(inputs(), gradients, rowsPerExample, weights.Array, total, row);

        // [groups, entries, channels and more] → [groups · channels, entries], as the weight lies.
        part.Of(sum).view(total.shape[0], kernel.Channels, -1).Accumulate(total.narrow(2, 0, kernel.Channels).transpose(1, 2));
    }
}
