using DslDp.Clipping.Uses;
using static TorchSharp.torch;

namespace DslDp.Clipping.Measures;

/// <summary>A small parameter, or some entries of one, whose gradients are made and kept.</summary>
/// <param name="use">The use.</param>
internal sealed class DenseGradient(DenseUse use) : MeasuredGradient
{
    public override bool ReadsUsesAgain => false;

    public override Tensor SquaredNorms() => use.SquaredNorms;

    public override void AddWeighted(ExampleWeights weights, Tensor sum)
    {
        using var total = zeros(use.All.size(1), float32, sum.device);
        WeightedRows.AddTo(total, use.All, weights);
        use.AddTo(total, sum);
    }

    public override void WriteWeighted(ExampleWeights weights, Tensor sum)
    {
        if (!use.IsWhole)
        {
            base.WriteWeighted(weights, sum);
            return;
        }

        sum.zero_();
        WeightedRows.AddTo(sum, use.All, weights);
    }
}
