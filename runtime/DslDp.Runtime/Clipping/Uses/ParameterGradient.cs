using DslDp.Clipping.Measures;

namespace DslDp.Clipping.Uses;

/// <summary>
/// The gradient of one trained parameter, example by example: the sum over its uses, taken before the norm, cross terms and all.
/// Two uses that were measured apart would be taken to be at right angles, and the norm could come out too small by a factor of √2.
/// </summary>
internal sealed class ParameterGradient
{
    /// <summary>Where the parameter is used.</summary>
    public List<GradientUse> Uses { get; } = [];

    /// <summary>How the gradient is measured and added, once that was chosen; several where rows of the parameter are apart from each other.</summary>
    public List<MeasuredGradient> Measured { get; } = [];

    /// <summary>Whether some of it is made part by part.</summary>
    public bool IsPartwise => Measured.Exists(static gradient => gradient is PartwiseGradient);

    /// <summary>Whether the sum is made from the uses once more; else what was measured is kept.</summary>
    public bool ReadsUsesAgain => Measured.Exists(static gradient => gradient.ReadsUsesAgain);

    /// <summary>Chooses how to measure, once all uses are known.</summary>
    /// <param name="batchSize">Number of examples.</param>
    /// <param name="owned">Where gradients are kept from the norm to the sum.</param>
    public void Choose(long batchSize, OwnedTensors owned)
    {
        var reached = Uses.TrueForAll(static use => use.IsReached) ? Uses : Uses.FindAll(static use => use.IsReached);
        MeasureChoice.Choose(reached, batchSize, owned, Measured);
    }

    /// <summary>Adds to a list what is made part by part.</summary>
    public void AddPartwiseTo(List<PartwiseGradient> partwise)
    {
        foreach (var gradient in Measured)
        {
            if (gradient is PartwiseGradient made)
                partwise.Add(made);
        }
    }

    /// <summary>Adds the weighted sum of the examples' gradients.</summary>
    /// <param name="weights">What each example counts for.</param>
    /// <param name="sum">The part of the sum that belongs to the parameter.</param>
    public void AddWeightedSum(ExampleWeights weights, SumPart sum)
    {
        foreach (var gradient in Measured)
        {
            if (sum.TakeBlank())
                gradient.WriteWeighted(weights, sum.Memory);
            else
                gradient.AddWeighted(weights, sum.Memory);
        }
    }

    /// <summary>Makes it fit for another parameter.</summary>
    public void Clear()
    {
        Uses.Clear();
        Measured.Clear();
    }
}
