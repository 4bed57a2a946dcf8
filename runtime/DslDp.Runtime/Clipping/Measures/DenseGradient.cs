using DslDp.Clipping.Uses;
using static TorchSharp.torch;

namespace DslDp.Clipping.Measures;

/// <summary>A small parameter, or some entries of one, whose gradients are made and kept.</summary>
/// <param name="use">The use.</param>
internal sealed class DenseGradient(DenseUse use) : MeasuredGradient
{
    public override bool ReadsUsesAgain => false;

    public override Tensor SquaredNorms() => use.SquaredNorms;

    public override void AddWeighted(ExampleWeights weights, Tensor sum) => use.AddWeighted(use.All, weights, sum);

    public override void WriteWeighted(ExampleWeights weights, Tensor sum) => use.WriteWeighted(use.All, weights, sum);
}
