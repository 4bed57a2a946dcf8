using DslDp.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace DslDp.Clipping.Uses;

/// <summary>Each example's gradients of the scale and the shift after a normalisation, made together when the first is asked for.</summary>
/// <param name="input">What enters the normalisation, out of autograd.</param>
/// <param name="batchSize">Number of examples.</param>
/// <param name="features">How many numbers the scale has.</param>
/// <param name="groups">Groups of channels; none where the features of a position are normalised.</param>
/// <param name="epsilon">What the layer adds to the variance.</param>
internal sealed class NormalizationSums(Tensor input, long batchSize, long features, long? groups, double epsilon)
{
    private (Tensor Scale, Tensor Shift)? made;

    /// <summary>Whether the kernel serves this input.</summary>
    public bool Serves => input.device_type == DeviceType.CPU && input.dtype == ScalarType.Float32 && input.numel() > 0;

    /// <summary>Σ gradient · x̂ over an example's positions: <c>[batch, features]</c>.</summary>
    public Tensor Scale(Tensor gradient, OwnedTensors owned) => Of(gradient, owned).Scale;

    /// <summary>Σ gradient over an example's positions: <c>[batch, features]</c>.</summary>
    public Tensor Shift(Tensor gradient, OwnedTensors owned) => Of(gradient, owned).Shift;

    private (Tensor Scale, Tensor Shift) Of(Tensor gradient, OwnedTensors owned)
    {
        if (made is { } known)
            return known;
        var (scale, shift) = (owned.Keep(empty(batchSize, features, float32)), owned.Keep(empty(batchSize, features, float32)));
        using var scope = NewDisposeScope();
        if (groups is { } count)
            NormalizationGradients.OfGroups(input.contiguous(), gradient.contiguous(), count, epsilon, scale, shift);
        else
            NormalizationGradients.OfFeatures(input.contiguous(), gradient.contiguous(), epsilon, scale, shift);
        made = (scale, shift);
        return (scale, shift);
    }
}
