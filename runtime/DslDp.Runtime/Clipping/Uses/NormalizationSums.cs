using DslDp.Kernels;
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
internal sealed class NormalizationSums(Tensor input, Tensor weight, long batchSize, long? groups, double epsilon, OwnedTensors owned) : IWayBack
{
    private (Tensor Scale, Tensor Shift)? made;

    /// <summary>Whether the kernel serves this input.</summary>
    public bool Serves => Memory.Serves(input) && weight.dtype == ScalarType.Float32;

    /// <summary>Σ gradient · x̂ over an example's positions: <c>[batch, features]</c>.</summary>
    public Tensor Scale(Tensor gradient) => Of(gradient).Scale.alias();

    /// <summary>Σ gradient over an example's positions: <c>[batch, features]</c>.</summary>
    public Tensor Shift(Tensor gradient) => Of(gradient).Shift.alias();

    public void Lead(Tensor gradient, Span<Tensor?> atInputs) => atInputs[0] = GoBack(gradient);

    /// <summary>The gradient at the input; those of the scale and the shift are made on the way, and take the place of earlier ones.</summary>
    public Tensor GoBack(Tensor gradient)
    {
        using var scale = new InOrder(weight);
        using var x = new InOrder(input);
        var result = empty_like(x.Tensor);
        Make(gradient, new(scale.Tensor, result));
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
        using var x = new InOrder(input);
        using var g = new InOrder(gradient);
        if (groups is { } count)
            NormalizationGradients.OfGroups(x.Tensor, g.Tensor, count, epsilon, scale, shift, back);
        else
            NormalizationGradients.OfFeatures(x.Tensor, g.Tensor, epsilon, scale, shift, back);
    }
}
