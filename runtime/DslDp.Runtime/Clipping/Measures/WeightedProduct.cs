using DslDp.Kernels;
using static TorchSharp.torch;

namespace DslDp.Clipping.Measures;

/// <summary>Σ over examples and positions of factor · g aᵀ, as one product of matrices.</summary>
internal static class WeightedProduct
{
    /// <param name="sum">What to add to: p · d numbers.</param>
    /// <param name="inputs">a: <c>[batch, positions, d]</c>.</param>
    /// <param name="gradients">g: <c>[batch, positions, p]</c>.</param>
    /// <param name="weights">The factors.</param>
    /// <param name="isBlank">Whether what lies there is written over.</param>
    public static void AddTo(Tensor sum, Tensor inputs, Tensor gradients, ExampleWeights weights, bool isBlank = false)
    {
        var (d, p) = (inputs.size(-1), gradients.size(-1));
        var positions = inputs.numel() / d;
        if (ProductChoice.Serves(inputs, p, d, positions) && sum.is_contiguous())
        {
            AddByKernel(sum, inputs, gradients, weights, (int)positions, isBlank ? MatrixProduct.Start.Zero : MatrixProduct.Start.Present);
            return;
        }

        using var temporaries = NewDisposeScope();

        // The factors go to the narrower side; the other is only read.
        var a = (d < p ? weights.Scaled(inputs) : weights.Cleared(inputs)).reshape(-1, d);
        var g = (d < p ? weights.Cleared(gradients) : weights.Scaled(gradients)).reshape(-1, p);
        sum.view(p, d).addmm_(g.t(), a, beta: isBlank ? 0 : 1, alpha: 1);
    }

    private static unsafe void AddByKernel(Tensor sum, Tensor inputs, Tensor gradients, ExampleWeights weights, int positions, MatrixProduct.Start start)
    {
        var (d, p) = ((int)inputs.size(-1), (int)gradients.size(-1));
        using InOrder a = new(inputs), g = new(gradients);
        fixed (float* factors = weights.OfPositions(positions))
        {
            MatrixProduct.Run(
                new(Memory.Of(g.Tensor), 1, p), new(Memory.Of(a.Tensor), 1, d), p, d, positions, Memory.Of(sum), d, start, null, factors);
        }
    }
}
