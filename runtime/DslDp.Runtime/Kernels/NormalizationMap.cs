using static TorchSharp.torch;

namespace DslDp.Kernels;

/// <summary>A normalisation as libtorch computes it, with a way back that gives the gradients of the scale and the shift too: they take the same walk through the same numbers.</summary>
/// <param name="goBack">From the gradient at the output to that at the input.</param>
internal sealed class NormalizationMap(Func<Tensor, Tensor> goBack) : IWayBack
{
    /// <summary>Normalises.</summary>
    /// <param name="input">What enters.</param>
    /// <param name="normalize">The normalisation.</param>
    /// <param name="goBack">From the gradient at the output to that at the input.</param>
    /// <param name="stop">Where note is taken of the gradient at the output.</param>
    public static Tensor Of(Tensor input, Func<Tensor, Tensor> normalize, Func<Tensor, Tensor> goBack, IWayStop stop) =>
        AutogradNode.Of(Forward(input, normalize), new NormalizationMap(goBack), stop, input);

    public void Lead(Tensor gradient, Span<Tensor?> atInputs) => atInputs[0] = goBack(gradient);

    // Not a view, as the library may give: autograd's error at a change in place would come before the record's.
    private static Tensor Forward(Tensor input, Func<Tensor, Tensor> normalize)
    {
        using var noGrad = no_grad();
        using var normalized = normalize(input);
        return normalized.detach();
    }
}
