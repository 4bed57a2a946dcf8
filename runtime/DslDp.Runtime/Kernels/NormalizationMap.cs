using static TorchSharp.torch;

namespace DslDp.Kernels;

/// <summary>A normalisation as libtorch computes it, with a way back that gives the gradients of the scale and the shift too: they take the same walk through the same numbers.</summary>
internal sealed class NormalizationMap : autograd.SingleTensorFunction<NormalizationMap>
{
    private sealed record State(Func<Tensor, Tensor> Normalize, Func<Tensor, Tensor> GoBack);

    public override string Name => nameof(NormalizationMap);

    /// <summary>Normalises.</summary>
    /// <param name="input">What enters.</param>
    /// <param name="normalize">The normalisation.</param>
    /// <param name="goBack">From the gradient at the output to that at the input.</param>
    public static Tensor Of(Tensor input, Func<Tensor, Tensor> normalize, Func<Tensor, Tensor> goBack) => apply(input, new State(normalize, goBack));

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var state = (State)vars[1];
        ctx.save_data("state", state);
        return state.Normalize((Tensor)vars[0]);
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        WayBack.Enter(grad_output);
        return [WayBack.Returned(((State)ctx.get_data("state")).GoBack(grad_output)), null!];
    }
}
