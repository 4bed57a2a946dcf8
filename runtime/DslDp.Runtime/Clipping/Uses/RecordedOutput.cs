using static TorchSharp.torch;

namespace DslDp.Clipping.Uses;

/// <summary>What left a layer, or a copy of a parameter for each example.</summary>
/// <param name="shape">Its shape.</param>
internal sealed class RecordedOutput(long[] shape)
{
    /// <summary>The value as the model goes on with it; freed once autograd has come back.</summary>
    public required Tensor Tensor { get; set; }

    /// <summary>Its shape.</summary>
    public long[] Shape => shape;

    /// <summary>The gradient of the sum of losses with respect to the tensor; null when the losses do not depend on it.</summary>
    public Tensor? Gradient { get; set; }
}
