using static TorchSharp.torch;

namespace DslDp.Clipping.Measures;

/// <summary>Σ over examples and positions of factor · g aᵀ, as one product of matrices.</summary>
internal static class WeightedProduct
{
    /// <param name="sum">What to add to: p · d numbers.</param>
    /// <param name="inputs">a: <c>[batch, positions, d]</c>.</param>
    /// <param name="gradients">g: <c>[batch, positions, p]</c>.</param>
    /// <param name="weights">The factors.</param>
    public static void AddTo(Tensor sum, Tensor inputs, Tensor gradients, ExampleWeights weights)
    {
        var (d, p) = (inputs.shape[^1], gradients.shape[^1]);
        // The factors go to the narrower side; the other is only read.
        var a = (d < p ? weights.Scaled(inputs) : weights.Cleared(inputs)).reshape(-1, d);
        var g = (d < p ? weights.Cleared(gradients) : weights.Scaled(gradients)).reshape(-1, p);
        sum.view(p, d).addmm_(g.t(), a);
    }
}
