using DslDp.Clipping.Uses;
using DslDp.Kernels;
using static TorchSharp.torch;

namespace DslDp.Clipping.Measures;

/// <summary>
/// A weight that multiplies at many positions of each example, as the matrix of a sequence or of a convolution does, on the processor.
/// Each example's gradient is made once, by <see cref="PositionGradients"/>, at about the price of the ordinary gradient of the batch; it
/// is kept from the norm to the sum unless that takes much memory, and is then made again.
/// </summary>
/// <param name="part">The weight.</param>
/// <param name="kernel">Makes the gradients.</param>
/// <param name="batchSize">Number of examples.</param>
/// <param name="rowsPerExample">Rows of what enters that belong to one example.</param>
/// <param name="inputs">Gives what enters, contiguous.</param>
/// <param name="gradients">The gradient at what leaves, contiguous.</param>
/// <param name="owned">Where the gradients are kept.</param>
/// <param name="copies">Tensors of the owner that nobody else reads.</param>
internal sealed class PositionGradient(
    ParameterPart part, PositionGradients kernel, long batchSize, int rowsPerExample, Func<Tensor> inputs, Tensor gradients, OwnedTensors owned, params Tensor[] copies) : MeasuredGradient
{
    private const long KeptBytes = 256L << 20;
    private Tensor? kept;

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
        if (batchSize * kernel.Numbers * sizeof(float) <= KeptBytes)
            kept = owned.Buffer(batchSize, kernel.Numbers);
        kernel.Measure(inputs(), gradients, rowsPerExample, kept, norms);
        foreach (var copy in kept is null ? [] : copies)
            owned.Release(copy);
        return tensor(norms, float64);
    }

    public override void AddWeighted(ExampleWeights weights, Tensor sum)
    {
        var total = zeros(kernel.Layout, float32);
        if (kept is not null)
            Rows.AddWeighted(kept, weights.Array, total);
        else
            kernel.AddWeighted(inputs(), gradients, rowsPerExample, weights.Array, total);

        // [groups, entries, channels and more] → [groups · channels, entries], as the weight lies.
        part.Of(sum).view(total.shape[0], kernel.Channels, -1).Accumulate(total.narrow(2, 0, kernel.Channels).transpose(1, 2));
    }
}
