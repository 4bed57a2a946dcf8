using DslDp.Clipping.Uses;
using DslDp.Kernels;
using static TorchSharp.torch;

namespace DslDp.Clipping;

/// <summary>
/// Nothing on the way forward; on the way back, takes note of the gradient that passes. Autograd's own way of giving the gradient of a
/// value in the middle copies it.
/// </summary>
/// <remarks>Every tap is also given the record's anchor, to which autograd is run: so each that the losses depend on is passed, whatever lies before it.</remarks>
internal sealed class GradientTap : autograd.SingleTensorFunction<GradientTap>
{
    private sealed record State(RecordedOutput Output, OwnedTensors Owned);

    public override string Name => nameof(GradientTap);

    /// <summary>The value, with its gradient going to <see cref="RecordedOutput.Gradient"/>.</summary>
    /// <param name="value">The value.</param>
    /// <param name="anchor">A number that requires a gradient.</param>
    /// <param name="output">Where to take note.</param>
    /// <param name="owned">Who keeps the gradient.</param>
    public static Tensor On(Tensor value, Tensor anchor, RecordedOutput output, OwnedTensors owned) => apply(value, anchor, new State(output, owned));

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        ctx.save_data("state", vars[2]);
        // Not an alias: what is changed in place would be a view of the value, and autograd's error would come before the record's.
        return ((Tensor)vars[0]).detach();
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        WayBack.Enter(grad_output);
        var state = (State)ctx.get_data("state");
        state.Output.Gradient?.Dispose();
        state.Output.Gradient = state.Owned.Keep(grad_output.alias());
        return [WayBack.Returned(grad_output.alias()), null!, null!];
    }
}
