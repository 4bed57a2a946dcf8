using static TorchSharp.torch;

namespace DslDp.Kernels;

/// <summary>x Wᵀ + b at every position, and the way back to x, by <see cref="MatrixProduct"/>. W and b take no part in autograd.</summary>
internal sealed unsafe class LinearMap : autograd.SingleTensorFunction<LinearMap>
{
    private sealed record State(Tensor Weight, Tensor? Bias);

    public override string Name => nameof(LinearMap);

    /// <summary>What <c>functional.linear</c> gives, by whoever is faster at it.</summary>
    /// <param name="input">x: <c>[…, d]</c>.</param>
    /// <param name="weight">W: <c>[p, d]</c>, out of autograd, which lives until autograd has come back.</param>
    /// <param name="bias">b: <c>[p]</c>, or none; likewise.</param>
    public static Tensor Of(Tensor input, Tensor weight, Tensor? bias)
    {
        var (p, d) = (weight.size(0), weight.size(1));
        if (!ProductChoice.Serves(input, input.numel() / Math.Max(1, d), p, d) || !weight.is_contiguous() || weight.dtype != ScalarType.Float32)
            return nn.functional.linear(input, weight, bias);
        var state = new State(weight, bias);
        return input.requires_grad ? apply(input, state) : Forward(input, state);
    }

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var state = (State)vars[1];
        ctx.save_data("state", state);
        return Forward((Tensor)vars[0], state);
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        WayBack.Enter(grad_output);
        var weight = ((State)ctx.get_data("state")).Weight;
        var (p, d) = ((int)weight.size(0), (int)weight.size(1));
        using var gradients = grad_output.contiguous();
        var rows = (int)(gradients.numel() / p);
        var result = empty([.. gradients.shape[..^1], d]);
        MatrixProduct.Run(new(Memory.Of(gradients), p, 1), new(Memory.Of(weight), 1, d), rows, d, p, Memory.Of(result), d, MatrixProduct.Start.Zero);
        return [WayBack.Returned(result), null!];
    }

    private static Tensor Forward(Tensor input, State state)
    {
        var (p, d) = ((int)state.Weight.size(0), (int)state.Weight.size(1));
        using var numbers = input.contiguous();
        using var bias = state.Bias?.contiguous();
        var rows = (int)(numbers.numel() / d);
        var output = empty([.. numbers.shape[..^1], p]);
        MatrixProduct.Run(
            new(Memory.Of(numbers), d, 1), new(Memory.Of(state.Weight), d, 1), rows, p, d, Memory.Of(output), p,
            bias is null ? MatrixProduct.Start.Zero : MatrixProduct.Start.Bias, bias is null ? null : Memory.Of(bias));
        return output;
    }
}
