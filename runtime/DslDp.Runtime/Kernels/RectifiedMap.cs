using System.Numerics;
using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace DslDp.Kernels;

/// <summary>max(x + b, 0) after a product, in place of x: it is read and written once.</summary>
internal sealed unsafe class RectifiedMap : IWayBack
{
    private readonly Tensor output;
    private float* unshared;

    private RectifiedMap(Tensor output) => this.output = output;

    /// <summary>Adds the bias and rectifies.</summary>
    /// <param name="product">x: <c>[…, p]</c>, which nobody else reads; the result takes its place. It lives until autograd has come back.</param>
    /// <param name="bias">b: <c>[p]</c>, out of autograd, contiguous; or none.</param>
    /// <param name="map">What the operation that the result enters may tell of its gradient.</param>
    public static Tensor Of(Tensor product, Tensor? bias, out RectifiedMap map)
    {
        Rectify(product, bias);
        map = new RectifiedMap(product);
        return AutogradNode.Of(product.detach(), map, null, product);
    }

    /// <summary>Whether a tensor is the result, in its own shape or another.</summary>
    public bool Gave(Tensor tensor) => Memory.ServesInOrder(tensor) && tensor.numel() == output.numel() && Memory.Of(tensor) == Memory.Of(output);

    /// <summary>
    /// Is told of a gradient at the result that was just made and that nobody else holds. If it is what arrives, and no sum of it and others,
    /// it is overwritten.
    /// </summary>
    public void Expect(Tensor gradient) => unshared = Memory.Of(gradient);

    public void Lead(Tensor gradient, Span<Tensor?> atInputs)
    {
        var gradients = gradient.contiguous();
        // A copy is nobody else's either.
        var isOverwritten = !gradient.is_contiguous() || Memory.Of(gradient) == unshared;
        var result = isOverwritten ? gradients : empty_like(gradients);
        float* y = Memory.Of(output), g = Memory.Of(gradients), to = Memory.Of(result);
        Workers.Divide(output.numel(), (start, end) => LeadBack(y + start, g + start, to + start, (int)(end - start)));
        if (!isOverwritten)
            gradients.Dispose();
        atInputs[0] = result;
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
    private static void LeadBack(float* y, float* g, float* to, int count)
    {
        var i = 0;
        for (; i <= count - 64; i += 64)
        {
            ReadAhead.Ask64(y + i + ReadAhead.Far);
            ReadAhead.Ask64(g + i + ReadAhead.Far);
            ReadAhead.Ask64(to + i + ReadAhead.Far);
            for (var j = i; j < i + 64; j += Vector<float>.Count)
                Vector.Store(Vector.ConditionalSelect(Vector.LessThanOrEqual(Vector.Load(y + j), Vector<float>.Zero), Vector<float>.Zero, Vector.Load(g + j)), to + j);
        }

        for (; i < count; i++)
            to[i] = y[i] <= 0 ? 0 : g[i];
    }
}
