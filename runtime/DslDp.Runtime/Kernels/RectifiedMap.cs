using System.Numerics;
using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace DslDp.Kernels;

/// <summary>max(x + b, 0) after a product, in place of x, and the way back in place of the gradient: both are read and written once.</summary>
internal sealed unsafe class RectifiedMap(Tensor output) : IWayBack
{
    /// <summary>Whether the kernel serves this product.</summary>
    public static bool Serves(Tensor product) => Memory.Serves(product) && product.is_contiguous();

    /// <summary>Adds the bias and rectifies.</summary>
    /// <param name="product">
    /// x: <c>[…, p]</c>, which nobody else reads; the result takes its place, and must enter one operation only, whose gradient nobody else
    /// reads. It lives until autograd has come back.
    /// </param>
    /// <param name="bias">b: <c>[p]</c>, out of autograd, contiguous; or none.</param>
    public static Tensor Of(Tensor product, Tensor? bias)
    {
        Rectify(product, bias);
        return AutogradNode.Of(product.detach(), new RectifiedMap(product), null, product);
    }

    public void Lead(Tensor gradient, Span<Tensor?> atInputs)
    {
        var gradients = gradient.contiguous();
        float* y = Memory.Of(output), g = Memory.Of(gradients);
        Workers.Divide(output.numel(), (start, end) => LeadBack(y + start, g + start, (int)(end - start)));
        atInputs[0] = gradients;
    }

    private static void Rectify(Tensor product, Tensor? bias)
    {
        var width = (int)product.size(-1);
        float* x = Memory.Of(product), b = bias is null ? null : Memory.Of(bias);
        Workers.Run((int)(product.numel() / width), (start, end) =>
        {
            for (var row = start; row < end; row++)
                Rectify(x + ((long)row * width), b, width);
        });
    }

    // Of what is not a number, the same comes out.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rectify(float* x, float* bias, int width)
    {
        var i = 0;
        for (; i <= width - Vector<float>.Count; i += Vector<float>.Count)
        {
            var sum = bias is null ? Vector.Load(x + i) : Vector.Load(x + i) + Vector.Load(bias + i);
            Vector.Store(Vector.ConditionalSelect(Vector.LessThan(sum, Vector<float>.Zero), Vector<float>.Zero, sum), x + i);
        }

        for (; i < width; i++)
        {
            var sum = bias is null ? x[i] : x[i] + bias[i];
            x[i] = sum < 0 ? 0 : sum;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void LeadBack(float* y, float* g, int count)
    {
        var i = 0;
        for (; i <= count - Vector<float>.Count; i += Vector<float>.Count)
            Vector.Store(Vector.ConditionalSelect(Vector.LessThanOrEqual(Vector.Load(y + i), Vector<float>.Zero), Vector<float>.Zero, Vector.Load(g + i)), g + i);
        for (; i < count; i++)
            g[i] = y[i] <= 0 ? 0 : g[i];
    }
}
