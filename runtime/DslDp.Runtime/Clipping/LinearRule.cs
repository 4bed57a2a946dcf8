using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DslDp.Clipping;

/// <summary>
/// Linear layers. One position: the gradient is g aᵀ, so its squared norm is |a|²|g|² (Goodfellow 2015, "Efficient per-example
/// gradient computations"). Several positions, or several calls: <see cref="PositionNorms"/>. The bias is one more input that is
/// always 1: its gradient is Σₜ gₜ.
/// </summary>
internal sealed class LinearRule(Linear layer, long batchSize, OwnedTensors owned) : ClippingRule(layer, batchSize, owned)
{
    public override void AddSquaredNorms(Tensor totals)
    {
        if (Joined() is not var (inputs, gradients))
            return;
        // Squared in double precision: a square of g that vanishes in single precision could be made up for by a large a.
        if (inputs.shape[1] == 1)
            totals.Accumulate(SquaredNorms.Of(inputs.to(float64)) * SquaredNorms.Of(gradients.to(float64)));
        else
            totals.Accumulate(PositionNorms.Of(inputs, gradients));
        if (layer.bias is not null)
            totals.Accumulate(SquaredNorms.Of(gradients.sum(1L)));
    }

    public override void AddClippedSums(ExampleWeights weights, GradientSum sum)
    {
        if (Joined() is not var (inputs, gradients))
            return;
        // The factors go to the narrower side; the other is only read.
        var narrowInputs = layer.in_features < layer.out_features;
        var a = (narrowInputs ? weights.Scaled(inputs) : weights.Cleared(inputs)).view(-1, layer.in_features);
        var g = (narrowInputs ? weights.Cleared(gradients) : weights.Scaled(gradients)).reshape(-1, layer.out_features);
        sum.Of(layer.weight, Name).addmm_(g.t(), a);
        if (layer.bias is not null)
            sum.Of(layer.bias, Name).addmv_(weights.Cleared(gradients).sum(1L).t(), weights.Factors);
    }

    protected override void RequireInput(Tensor input)
    {
        var shape = input.shape;
        if (shape.Length < 2 || shape[^1] != layer.in_features || !BatchAxis.IsOutermost(shape[0], BatchSize))
            throw WrongInput(input, $"[{BatchSize}, …, {layer.in_features}]");
    }

    // All calls and all axes between the batch and the features are positions of the example.
    private (Tensor Inputs, Tensor Gradients)? Joined()
    {
        var reached = Reached.ToArray();
        return reached.Length switch
        {
            0 => null,
            1 => (Positions(reached[0].Input, layer.in_features), Positions(reached[0].Gradient!, layer.out_features)),
            _ => (cat([.. reached.Select(use => Positions(use.Input, layer.in_features))], 1),
                  cat([.. reached.Select(use => Positions(use.Gradient!, layer.out_features))], 1)),
        };
    }

    private Tensor Positions(Tensor tensor, long features) => tensor.reshape(BatchSize, tensor.numel() / (BatchSize * features), features);
}
