using DslDp.Kernels;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DslDp.Clipping.Uses;

/// <summary>
/// The weight of a convolution on the processor. Each example's gradient is made once, by <see cref="ConvolutionGradients"/>, at about
/// the price of the ordinary gradient of the batch; it is kept from the norm to the sum unless that takes much memory, and is then made
/// again.
/// </summary>
/// <param name="part">The weight.</param>
/// <param name="layer">The convolution.</param>
/// <param name="geometry">Which entries of its input it multiplies.</param>
/// <param name="name">The layer, for messages.</param>
/// <param name="batchSize">Number of examples.</param>
/// <param name="input">What enters, out of autograd.</param>
/// <param name="output">What leaves.</param>
/// <param name="owned">Where the gradients are kept.</param>
internal sealed class DirectConvolutionWeightUse(
    ParameterPart part, Convolution layer, ConvolutionGeometry geometry, string name, long batchSize, Tensor input, RecordedOutput output, OwnedTensors owned)
    : GradientUse(part, name)
{
    private const long KeptBytes = 256L << 20;
    private Tensor? kept;

    public override bool IsReached => output.Gradient is not null;

    /// <summary>Whether the kernel serves this layer and this input.</summary>
    public static bool Serves(Convolution layer, ConvolutionGeometry geometry, Tensor input) =>
        input.device_type == TorchSharp.DeviceType.CPU && input.dtype == ScalarType.Float32 && input.numel() > 0 && ConvolutionGradients.Suits(layer)
        && geometry.PaddedNumbers(input.shape) <= Memory.MaxNumbers
        && input.shape[0] * layer.out_channels * geometry.Positions(input.shape) <= Memory.MaxNumbers;

    /// <summary>The squared norms of the examples' gradients: <c>[batch]</c>, Float64.</summary>
    public Tensor SquaredNorms()
    {
        var padded = geometry.Padded(input);
        var kernel = Kernel(padded);
        var norms = new double[batchSize];
        if (batchSize * kernel.Numbers * sizeof(float) <= KeptBytes)
            kept = owned.Keep(empty(batchSize, kernel.Numbers, float32));
        kernel.Measure(padded, output.Gradient!.contiguous(), kept, norms);
        return tensor(norms, float64);
    }

    protected override Tensor PerExampleOfPart(long start, long length)
    {
        var rowsPerExample = input.shape[0] / batchSize;
        var padded = geometry.Padded(input.narrow(0, start * rowsPerExample, length * rowsPerExample));
        var kernel = Kernel(padded);
        var made = empty(length, kernel.Numbers, float32);
        kernel.Measure(padded, output.Gradient!.narrow(0, start * rowsPerExample, length * rowsPerExample).contiguous(), made, new double[length]);
        return AsParameter(made.view([length, .. kernel.Layout]));
    }

    protected override void AddWeightedSumOfPart(ExampleWeights weights, Tensor sum)
    {
        var padded = geometry.Padded(weights.Cleared(input));
        var kernel = Kernel(padded);
        if (kept is not null)
        {
            sum.Accumulate(AsParameter(weights.Cleared(kept).t().mv(weights.Factors).view([1, .. kernel.Layout])).view(sum.shape));
            return;
        }
        var total = new float[kernel.Numbers];
        kernel.AddWeighted(padded, weights.Cleared(output.Gradient!).contiguous(), [.. weights.Factors.data<float>()], total);
        sum.Accumulate(AsParameter(tensor(total).view([1, .. kernel.Layout])).view(sum.shape));
    }

    private ConvolutionGradients Kernel(Tensor padded) => new(layer, padded.shape, output.Tensor.shape);

    // [examples, groups, patch, channels and more] → [examples, channels · patch], as the weight lies.
    private Tensor AsParameter(Tensor gradients) => gradients
        .narrow(3, 0, layer.out_channels / layer.groups)
        .transpose(2, 3)
        .reshape(gradients.shape[0], -1);
}
