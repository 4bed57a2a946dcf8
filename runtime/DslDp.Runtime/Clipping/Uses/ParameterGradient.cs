using DslDp.Clipping.Measures;
using static TorchSharp.torch;

namespace DslDp.Clipping.Uses;

/// <summary>
/// The gradient of one trained parameter, example by example: the sum over its uses, taken before the norm, cross terms and all.
/// Two uses that were measured apart would be taken to be at right angles, and the norm could come out too small by a factor of √2.
/// </summary>
/// <param name="batchSize">Number of examples.</param>
/// <param name="owned">Where gradients are kept from the norm to the sum.</param>
internal sealed class ParameterGradient(long batchSize, OwnedTensors owned)
{
    private IReadOnlyList<MeasuredGradient> measured = [];

    /// <summary>Where the parameter is used.</summary>
    public List<GradientUse> Uses { get; } = [];

    /// <summary>Whether the sum is made from the uses once more; else what was measured is kept.</summary>
    public bool ReadsUsesAgain => measured.Any(gradient => gradient.ReadsUsesAgain);

    /// <summary>Adds each example's squared norm to the totals.</summary>
    /// <param name="totals"><c>[batch]</c>, Float64.</param>
    public void AddSquaredNorms(Tensor totals)
    {
        measured = MeasureChoice.Of([.. Uses.Where(use => use.IsReached)], batchSize, owned);
        foreach (var gradient in measured)
            totals.Accumulate(gradient.SquaredNorms());
    }

    /// <summary>Adds the weighted sum of the examples' gradients.</summary>
    /// <param name="weights">What each example counts for.</param>
    /// <param name="sum">The part of the sum that belongs to the parameter.</param>
    public void AddWeightedSum(ExampleWeights weights, SumPart sum)
    {
        foreach (var gradient in measured)
        {
            using var temporaries = NewDisposeScope();
            if (sum.TakeBlank())
                gradient.WriteWeighted(weights, sum.Memory);
            else
                gradient.AddWeighted(weights, sum.Memory);
        }
    }
}
