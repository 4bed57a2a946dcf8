using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DslDp.Clipping;

/// <summary>
/// The scale and shift after a normalisation: with x̂ the normalised input, the gradients are Σ g·x̂ and Σ g over an example's
/// positions. They are as small as the parameters, so each example's are kept from the norm to the sum.
/// </summary>
internal abstract class AffineRule(nn.Module<Tensor, Tensor> layer, Parameter weight, Parameter? bias, long batchSize, OwnedTensors owned)
    : ClippingRule(layer, batchSize, owned)
{
    private readonly List<(Tensor PerExample, Parameter Parameter)> gradients = [];

    public override void AddSquaredNorms(Tensor totals)
    {
        var uses = Reached.ToArray();
        if (uses.Length == 0)
            return;
        Measure(weight, uses.Select(use => SumOverPositions(use.Gradient! * Normalized(use.Input))), totals);
        if (bias is not null)
            Measure(bias, uses.Select(use => SumOverPositions(use.Gradient!)), totals);
    }

    public override void AddClippedSums(ExampleWeights weights, GradientSum sum)
    {
        foreach (var (perExample, parameter) in gradients)
            sum.Of(parameter, Name).view(-1).addmv_(weights.Cleared(perExample).t(), weights.Factors);
    }

    /// <summary>The input normalised, without scale and shift.</summary>
    protected abstract Tensor Normalized(Tensor input);

    /// <summary>Sums over each example's positions.</summary>
    /// <returns><c>[batch, numbers of the weight]</c>.</returns>
    protected abstract Tensor SumOverPositions(Tensor tensor);

    private void Measure(Parameter parameter, IEnumerable<Tensor> ofEachUse, Tensor totals)
    {
        var perExample = Owned.Keep(ofEachUse.Aggregate((sum, next) => sum.Plus(next)));
        gradients.Add((perExample, parameter));
        totals.Accumulate(SquaredNorms.Of(perExample));
    }
}
