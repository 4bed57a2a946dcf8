using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DslDp.Clipping;

/// <summary>
/// Convolutions in one, two and three dimensions. The norm: each example's gradient is made from patches of its input, measured
/// and dropped, a few examples at a time. The sum: the library's own weight gradient of the whole batch, from output gradients
/// that are scaled by the factors; that is several times faster than any product of patches.
/// </summary>
internal sealed class ConvolutionRule(Convolution layer, long batchSize, OwnedTensors owned) : ClippingRule(layer, batchSize, owned)
{
    // The library adds up the weight gradient of one call in 32 bits, a position after the other: over the 17,000 positions of 100
    // small images 2·10⁻⁶ of it is lost. Calls of this many positions lose less than half of that.
    private const long PositionsAtOnce = 4096;

    private readonly ConvolutionGeometry geometry = new(layer);

    public override bool NeedsGraph => true;

    public override void AddSquaredNorms(Tensor totals)
    {
        var uses = Reached.ToArray();
        if (uses.Length == 0)
            return;
        var positions = uses.Max(use => use.Output.numel() / (BatchSize * layer.out_channels));
        var numbers = layer.groups * geometry.PatchLength * positions + layer.weight.numel();
        foreach (var (start, length) in ExampleChunks.Of(BatchSize, numbers, totals.device))
        {
            using var chunk = NewDisposeScope();
            var gradients = uses.Select(use => WeightGradients(use, start, length)).Aggregate((sum, next) => sum.Plus(next));
            totals.narrow(0, start, length).Accumulate(SquaredNorms.Of(gradients));
        }
        if (layer.bias is not null)
            totals.Accumulate(SquaredNorms.Of(uses.Select(BiasGradients).Aggregate((sum, next) => sum.Plus(next))));
    }

    public override void AddClippedSums(ExampleWeights weights, GradientSum sum)
    {
        foreach (var use in Reached.Cast<ConvolutionUse>())
        {
            using var scope = NewDisposeScope();
            // The recorded graph holds the input as it was; where rows of it must be cleared the layer is run again.
            var (output, leaves) = weights.AllFinite ? (use.Output, use.Leaves) : Convolve(weights.Cleared(use.Input));
            autograd.backward([output], [weights.Scaled(use.Gradient!)], retain_graph: true, inputs: leaves);
            sum.Of(layer.weight, Name).Accumulate(leaves[0].grad!);
            if (layer.bias is not null)
                sum.Of(layer.bias, Name).Accumulate(leaves[1].grad!);
        }
    }

    protected override void RequireInput(Tensor input)
    {
        var shape = input.shape;
        if (shape.Length != geometry.Dimensions + 2 || shape[1] != layer.in_channels || !BatchAxis.IsOutermost(shape[0], BatchSize))
            throw WrongInput(input, $"[{BatchSize}, {layer.in_channels}{string.Concat(Enumerable.Repeat(", …", geometry.Dimensions))}]");
    }

    protected override LayerUse Run(Tensor input)
    {
        var (output, leaves) = Convolve(input);
        return new ConvolutionUse(Owned.Keep(input.detach()), Owned.Keep(output), [.. leaves.Select(Owned.Keep)]);
    }

    // Leaves share the parameters' memory; the parameters themselves stay out of autograd.
    private (Tensor Output, Tensor[] Leaves) Convolve(Tensor input)
    {
        using var grad = enable_grad();
        var weight = layer.weight.detach().requires_grad_(true);
        var bias = layer.bias?.detach().requires_grad_(true);
        var rowsAtOnce = Math.Max(1, PositionsAtOnce / geometry.Positions(input.shape));
        var output = input.shape[0] <= rowsAtOnce
            ? geometry.Convolve(input, weight, bias)
            : cat([.. input.split(rowsAtOnce).Select(rows => geometry.Convolve(rows, weight, bias))]);
        return (output, bias is null ? [weight] : [weight, bias]);
    }

    // [length, numbers of the weight]: for each example Σ g · patchᵀ over its positions, group by group.
    private Tensor WeightGradients(LayerUse use, long start, long length)
    {
        var rowsPerExample = use.Input.shape[0] / BatchSize;
        var rows = length * rowsPerExample;
        var patches = geometry.Patches(use.Input.narrow(0, start * rowsPerExample, rows), use.Output.shape)
            .reshape(rows * layer.groups, geometry.PatchLength, -1);
        var gradients = use.Gradient!.narrow(0, start * rowsPerExample, rows)
            .reshape(rows * layer.groups, layer.out_channels / layer.groups, -1);
        var perRow = gradients.bmm(patches.transpose(1, 2)).view(length, rowsPerExample, -1);
        return rowsPerExample == 1 ? perRow : perRow.sum(1L);
    }

    private Tensor BiasGradients(LayerUse use)
    {
        var (rows, numbers) = (use.Output.shape[0], use.Output.numel());
        return use.Gradient!.reshape(BatchSize, rows / BatchSize, layer.out_channels, numbers / (rows * layer.out_channels)).sum([1L, 3L]);
    }
}
