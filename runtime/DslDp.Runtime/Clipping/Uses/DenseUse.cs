using static TorchSharp.torch;

namespace DslDp.Clipping.Uses;

/// <summary>
/// A use whose per-example gradients are no larger than the activations around it, so that they are simply made and kept from the norm
/// to the sum: biases (Σₜ gₜ), scale and shift after a normalisation (Σₜ gₜ·x̂ₜ and Σₜ gₜ), slopes.
/// </summary>
/// <param name="part">The parameter.</param>
/// <param name="name">The layer, for messages.</param>
/// <param name="owned">Where the gradients are kept.</param>
/// <param name="output">What leaves the layer.</param>
/// <param name="gradientOf">Each example's gradient, <c>[batch, numbers of the part]</c>, from the gradient at what leaves.</param>
internal sealed class DenseUse(ParameterPart part, string name, OwnedTensors owned, RecordedOutput output, Func<Tensor, Tensor> gradientOf) : GradientUse(part, name)
{
    private Tensor? all;

    public override bool IsReached => output.Gradient is not null;

    private Tensor All => all ??= owned.Keep(gradientOf(output.Gradient!));

    protected override Tensor PerExampleOfPart(long start, long length) => All.narrow(0, start, length);

    protected override void AddWeightedSumOfPart(ExampleWeights weights, Tensor sum) =>
        sum.view(-1).addmv_(weights.Cleared(All).t(), weights.Factors);
}
