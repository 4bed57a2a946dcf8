using System.Numerics;
using System.Runtime.CompilerServices;
using DslDp.Native;
using static TorchSharp.torch;

namespace DslDp.Kernels;

/// <summary>tanh within 10⁻⁷ of it, and within 2.5·10⁻⁷ in proportion: several times faster than libtorch's on the processor.</summary>
internal sealed unsafe partial class HyperbolicTangent(Tensor output) : IWayBack
{
    /// <summary>tanh of every number.</summary>
    /// <param name="input">The numbers.</param>
    /// <param name="keep">Keeps a tensor for the way back.</param>
    public static Tensor Of(Tensor input, Func<Tensor, Tensor> keep)
    {
        var output = Forward(input);
        return AutogradNode.Of(output, new HyperbolicTangent(keep(output.detach())), null, input);
    }

    public void Lead(Tensor gradient, Span<Tensor?> atInputs)
    {
        using var gradients = new InOrder(gradient);
        var result = empty_like(output);
        float* y = Memory.Of(output), g = Memory.Of(gradients.Tensor), to = Memory.Of(result);
        Workers.Divide(output.numel(), (start, end) => FillBackward(new(y + start, (int)(end - start)), new(g + start, (int)(end - start)), new(to + start, (int)(end - start))));
        atInputs[0] = result;
    }

    private static Tensor Forward(Tensor input)
    {
        using var noGrad = new NoGrad();
        using var numbers = new InOrder(input);
        var output = empty_like(numbers.Tensor);
        float* x = Memory.Of(numbers.Tensor), y = Memory.Of(output);
        Workers.Divide(output.numel(), (start, end) => Fill(new(x + start, (int)(end - start)), new(y + start, (int)(end - start))));
        return output;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Fill(ReadOnlySpan<float> x, Span<float> y)
    {
        var i = 0;
        for (; i <= x.Length - Vector<float>.Count; i += Vector<float>.Count)
            Of(new Vector<float>(x[i..])).CopyTo(y[i..]);
        for (; i < x.Length; i++)
            y[i] = MathF.Tanh(x[i]);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FillBackward(ReadOnlySpan<float> y, ReadOnlySpan<float> g, Span<float> to)
    {
        var i = 0;
        for (; i <= y.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            var output = new Vector<float>(y[i..]);
            (new Vector<float>(g[i..]) * (Vector<float>.One - (output * output))).CopyTo(to[i..]);
        }
        for (; i < y.Length; i++)
            to[i] = g[i] * (1 - (y[i] * y[i]));
    }
}
