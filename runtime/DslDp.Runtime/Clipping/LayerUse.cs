using static TorchSharp.torch;

namespace DslDp.Clipping;

/// <summary>One call of a layer in a forward pass.</summary>
/// <param name="Input">What entered the layer, out of autograd.</param>
/// <param name="Output">What left the layer: the point up to which autograd is run.</param>
internal record LayerUse(Tensor Input, Tensor Output)
{
    /// <summary>The gradient of the sum of losses with respect to the output; null when the losses do not depend on it.</summary>
    public Tensor? Gradient { get; set; }
}
