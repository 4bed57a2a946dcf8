using static TorchSharp.torch;

namespace DslDp.Clipping.Uses;

/// <summary>The weight of a transposed convolution: each example goes through the layer's own backward pass, by itself.</summary>
/// <param name="weight">The weight.</param>
/// <param name="name">The layer, for messages.</param>
/// <param name="batchSize">Number of examples.</param>
/// <param name="input">What enters, out of autograd.</param>
/// <param name="output">What leaves.</param>
/// <param name="convolve">The layer's map from an input and a weight.</param>
internal sealed class TransposedConvolutionWeightUse(ParameterPart weight, LayerName name, long batchSize, Tensor input, RecordedOutput output, Func<Tensor, Tensor, Tensor> convolve)
    : GradientUse(weight, name, input, output)
{
    protected override Tensor PerExampleOfPart(long start, long length) => stack(
        [.. Enumerable.Range((int)start, (int)length).Select(example => Gradient(RowsOf(Input, example), RowsOf(OutputGradient, example)).reshape(-1))]);

    private Tensor RowsOf(Tensor tensor, long example)
    {
        var rows = tensor.shape[0] / batchSize;
        return tensor.narrow(0, example * rows, rows);
    }

    private Tensor Gradient(Tensor inputs, Tensor gradients)
    {
        using var grad = enable_grad();
        var leaf = Part.Values.requires_grad_(true);
        var result = convolve(inputs, leaf);
        autograd.backward([result], [gradients], inputs: [leaf]);
        return leaf.grad!;
    }
}
