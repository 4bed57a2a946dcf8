using static TorchSharp.torch;

namespace DslDp.Clipping;

/// <summary>One call of a convolution, on handles of its parameters that belong to this call alone.</summary>
/// <param name="Input">What entered the layer, out of autograd.</param>
/// <param name="Output">What left the layer.</param>
/// <param name="Leaves">The weight, and the bias if there is one, as leaves of the graph.</param>
internal sealed record ConvolutionUse(Tensor Input, Tensor Output, Tensor[] Leaves) : LayerUse(Input, Output);
