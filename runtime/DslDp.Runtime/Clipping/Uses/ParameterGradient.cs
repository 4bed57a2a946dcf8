using static TorchSharp.torch;

namespace DslDp.Clipping.Uses;

/// <summary>
/// The gradient of one trained parameter, example by example: the sum over its uses, taken before the norm, cross terms and all.
/// Two uses that were measured apart would be taken to be at right angles, and the norm could come out too small by a factor of √2.
/// </summary>
/// <param name="batchSize">Number of examples.</param>
internal sealed class ParameterGradient(long batchSize)
{
    /// <summary>Where the parameter is used.</summary>
    public List<GradientUse> Uses { get; } = [];

    /// <summary>The uses that the losses depend on.</summary>
    public GradientUse[] Reached => [.. Uses.Where(use => use.IsReached)];

    /// <summary>Adds each example's squared norm to the totals.</summary>
    /// <param name="totals"><c>[batch]</c>, Float64.</param>
    public void AddSquaredNorms(Tensor totals)
    {
        var reached = Reached;
        if (reached.Length == 0)
            return;
        if (JointNorms.Of(reached) is { } norms)
        {
            totals.Accumulate(norms);
            return;
        }
        foreach (var (start, length) in ExampleChunks.Of(batchSize, reached.Sum(use => use.NumbersPerExample), totals.device))
        {
            using var chunk = NewDisposeScope();
            totals.narrow(0, start, length).Accumulate(SquaredNorms.Of(Sum(reached, start, length)));
        }
    }

    /// <summary>Adds the weighted sum of the examples' gradients.</summary>
    /// <param name="weights">What each example counts for.</param>
    /// <param name="sum">The part of the sum that belongs to the parameter.</param>
    public void AddWeightedSum(ExampleWeights weights, Tensor sum)
    {
        foreach (var use in Reached)
        {
            using var temporaries = NewDisposeScope();
            use.AddWeightedSum(weights, sum);
        }
    }

    /// <summary>The gradients of some examples, over several uses of one parameter.</summary>
    public static Tensor Sum(IEnumerable<GradientUse> uses, long start, long length) =>
        uses.Select(use => use.PerExample(start, length)).Aggregate((sum, next) => sum.Plus(next));
}
