using static TorchSharp.torch;

namespace DslDp.Clipping.Uses;

/// <summary>What left a layer, or a copy of a parameter for each example: a point up to which autograd is run.</summary>
/// <param name="Tensor">The point.</param>
internal sealed record RecordedOutput(Tensor Tensor)
{
    /// <summary>The gradient of the sum of losses with respect to the tensor; null when the losses do not depend on it.</summary>
    public Tensor? Gradient { get; set; }
}
