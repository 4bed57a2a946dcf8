using DslDp.Clipping.Uses;
using DslDp.Kernels;
using static TorchSharp.torch;

namespace DslDp.Clipping.Measures;

/// <summary>A bias beside a weight whose <see cref="PositionGradient"/> makes its gradients too, while it reads what they are made of.</summary>
/// <param name="use">The bias.</param>
/// <param name="sums">Each example's sum over the positions, <c>[batch, numbers of the bias]</c>; those of a part are there once the weight was measured.</param>
internal sealed unsafe class BiasGradient(DenseUse use, Tensor sums) : PartwiseGradient
{
    public override int NumbersPerExample => 0;

    public override void Measure(ExamplePart part, float* made, double[] squares)
    {
        var numbers = Memory.Of(sums);
        var width = sums.size(1);
        for (var example = part.First; example < part.First + part.Count; example++)
            squares[example] += Rows.SumOfSquares(numbers + (example * width), width);
    }

    public override void Add(ExamplePart part, float* made, float[] factors)
    {
        // All of them in the end: they are there, and few.
    }

    public override void AddWeighted(ExampleWeights weights, Tensor sum) => use.AddWeighted(sums, weights, sum);

    public override void WriteWeighted(ExampleWeights weights, Tensor sum) => use.WriteWeighted(sums, weights, sum);
}
