using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DslDp.Clipping;

/// <summary>Scale and shift of each channel after normalisation over groups of channels.</summary>
internal sealed class GroupNormRule(GroupNorm layer, long batchSize, OwnedTensors owned) : AffineRule(layer, layer.weight, layer.bias, batchSize, owned)
{
    private long Channels => layer.weight.numel();

    protected override void RequireInput(Tensor input)
    {
        var shape = input.shape;
        if (shape.Length < 3 || shape[1] != Channels || !BatchAxis.IsOutermost(shape[0], BatchSize))
            throw WrongInput(input, $"[{BatchSize}, {Channels}, …]");
    }

    protected override Tensor Normalized(Tensor input) => functional.group_norm(input, layer.num_groups, eps: layer.eps);

    protected override Tensor SumOverPositions(Tensor tensor)
    {
        var rowsPerExample = tensor.shape[0] / BatchSize;
        return tensor.reshape(BatchSize, rowsPerExample, Channels, tensor.numel() / (tensor.shape[0] * Channels)).sum([1L, 3L]);
    }
}
