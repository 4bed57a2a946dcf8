using DslDp.Native;
using static TorchSharp.torch;

namespace DslDp.Kernels;

/// <summary>x Wᵀ + b at every position, and the way back to x, by <see cref="MatrixProduct"/> or libtorch, whoever is faster. W and b take no part in autograd.</summary>
internal sealed unsafe class LinearMap : IWayBack
{
    private readonly Tensor weight;
    private readonly bool isByKernel;
    private readonly RectifiedMap? before;

    private LinearMap(Tensor weight, bool isByKernel, RectifiedMap? before) => (this.weight, this.isByKernel, this.before) = (weight, isByKernel, before);

    /// <summary>What <c>functional.linear</c> gives, with a stop on the way back from it.</summary>
    /// <param name="input">x: <c>[…, d]</c>.</param>
    /// <param name="weight">W: <c>[p, d]</c>, out of autograd, which lives until autograd has come back.</param>
    /// <param name="bias">b: <c>[p]</c>, or none; likewise.</param>
    /// <param name="stop">Where note is taken of the gradient.</param>
    /// <param name="before">What x came from, if it is the result of a rectified product itself; else none.</param>
    public static Tensor Of(Tensor input, Tensor weight, Tensor? bias, IWayStop stop, RectifiedMap? before = null)
    {
        var (p, d) = (weight.size(0), weight.size(1));
        var isByKernel = ProductChoice.Serves(input, input.numel() / Math.Max(1, d), p, d) && weight.is_contiguous() && weight.dtype == ScalarType.Float32;
        var output = isByKernel ? Multiply(input, weight, bias) : MultiplyByLibrary(input, weight, bias);
        return AutogradNode.Of(output, new LinearMap(weight, isByKernel, before), stop, input);
    }

    public void Lead(Tensor gradient, Span<Tensor?> atInputs)
    {
        var result = isByKernel ? MultiplyBack(gradient) : gradient.matmul(weight);
        before?.Expect(result);
        atInputs[0] = result;
    }

    private Tensor MultiplyBack(Tensor gradient)
    {
        var (p, d) = ((int)weight.size(0), (int)weight.size(1));
        using var gradients = new InOrder(gradient);
        var rows = (int)(gradient.numel() / p);
        var result = empty(Memory.ShapeOf(gradient, (int)gradient.dim() - 1, d));
        MatrixProduct.Run(new(Memory.Of(gradients.Tensor), p, 1), new(Memory.Of(weight), 1, d), rows, d, p, Memory.Of(result), d, MatrixProduct.Start.Zero);
        return result;
    }

    // Not a view, as the library may give: autograd's error at a change in place would come before the record's.
    private static Tensor MultiplyByLibrary(Tensor input, Tensor weight, Tensor? bias)
    {
        using var noGrad = new NoGrad();
        using var product = nn.functional.linear(input, weight, bias);
        return product.detach();
    }

    private static Tensor Multiply(Tensor input, Tensor weight, Tensor? addend)
    {
        using var noGrad = new NoGrad();
        var (p, d) = ((int)weight.size(0), (int)weight.size(1));
        using var numbers = new InOrder(input);
        using var bias = addend?.contiguous();
        var rows = (int)(input.numel() / d);
        var output = empty(Memory.ShapeOf(input, (int)input.dim() - 1, p));
        MatrixProduct.Run(
            new(Memory.Of(numbers.Tensor), d, 1), new(Memory.Of(weight), d, 1), rows, p, d, Memory.Of(output), p,
            bias is null ? MatrixProduct.Start.Zero : MatrixProduct.Start.Bias, bias is null ? null : Memory.Of(bias));
        return output;
    }
}
