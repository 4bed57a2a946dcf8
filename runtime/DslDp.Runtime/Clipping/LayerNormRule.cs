using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DslDp.Clipping;

/// <summary>Scale and shift of each feature after normalisation over the last axes.</summary>
internal sealed class LayerNormRule(LayerNorm layer, long batchSize, OwnedTensors owned) : AffineRule(layer, layer.weight, layer.bias, batchSize, owned)
{
    protected override void RequireInput(Tensor input)
    {
        var shape = input.shape;
        var features = layer.normalized_shape;
        if (shape.Length <= features.Length || !shape.AsSpan()[^features.Length..].SequenceEqual(features) || !BatchAxis.IsOutermost(shape[0], BatchSize))
            throw WrongInput(input, $"[{BatchSize}, …, {string.Join(", ", features)}]");
    }

    protected override Tensor Normalized(Tensor input) => functional.layer_norm(input, layer.normalized_shape, eps: layer.eps);

    protected override Tensor SumOverPositions(Tensor tensor) =>
        tensor.reshape(BatchSize, tensor.numel() / (BatchSize * layer.weight.numel()), layer.weight.numel()).sum(1L);
}
