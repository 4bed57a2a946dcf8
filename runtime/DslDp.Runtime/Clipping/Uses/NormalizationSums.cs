using DslDp.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace DslDp.Clipping.Uses;

/// <summary>
/// Each example's gradients of the scale and the shift after a normalisation: made on autograd's way back to the input, or together when
/// the first is asked for, where autograd does not go there.
/// </summary>
/// <param name="input">What enters the normalisation, out of autograd.</param>
/// <param name="weight">The scale, out of autograd.</param>
/// <param name="batchSize">Number of examples.</param>
/// <param name="groups">Groups of channels; none where the features of a position are normalised.</param>
/// <param name="epsilon">What the layer adds to the variance.</param>
/// <param name="owned">Where the gradients are kept.</param>
internal sealed class NormalizationSums(Tensor input, Tensor weight, long batchSize, long? groups, double epsilon, OwnedTensors owned)
{
    private (Tensor Scale, Tensor Shift)? made;

    /// <summary>Whether the kernel serves this input.</summary>
    public bool Serves => input.device_type == DeviceType.CPU && input.dtype == ScalarType.Float32 && weight.dtype == ScalarType.Float32 && input.numel() > 0;

    /// <summary>Σ gradient · x̂ over an example's positions: <c>[batch, features]</c>.</summary>
    public Tensor Scale(Tensor gradient) => Of(gradient).Scale.alias();

    /// <summary>Σ gradient over an example's positions: <c>[batch, features]</c>.</summary>
    public Tensor Shift(Tensor gradient) => Of(gradient).Shift.alias();

    /// <summary>The gradient at the input; those of the scale and the shift are made on the way, and take the place of earlier ones.</summary>
    public Tensor GoBack(Tensor gradient)
    {
        using var contiguous = weight.contiguous();
        using var entered = input.contiguous();
        var result = empty_like(entered);
        Make(gradient, new(contiguous, result));
        return result;
    }

    private (Tensor Scale, Tensor Shift) Of(Tensor gradient)
    {
        if (made is null)
            Make(gradient, null);
        return made!.Value;
    }

    private void Make(Tensor gradient, NormalizationGradients.WayToInput? back)
    {
        made ??= (owned.Buffer(batchSize, weight.numel()), owned.Buffer(batchSize, weight.numel()));
        var (scale, shift) = made.Value;
        using var x = input.contiguous();
        using var g = gradient.contiguous();
        if (groups is { } count)
            NormalizationGradients.OfGroups(x, g, count, epsilon, scale, shift, back);
        else
            NormalizationGradients.OfFeatures(x, g, epsilon, scale, shift, back);
    }
}
