using DslDp.Kernels;
using static TorchSharp.torch;

namespace DslDp.Clipping;

/// <summary>Tensors that live until their owner is disposed of, whatever dispose scope they were made in.</summary>
internal sealed class OwnedTensors : IDisposable
{
    private readonly HashSet<Tensor> tensors = new(ReferenceEqualityComparer.Instance);
    private readonly List<Block> blocks = [];

    /// <summary>Takes a tensor over.</summary>
    public Tensor Keep(Tensor tensor)
    {
        tensors.Add(tensor.DetachFromDisposeScope());
        return tensor;
    }

    /// <summary>Frees a tensor before the owner is disposed of.</summary>
    public void Release(Tensor tensor)
    {
        if (tensors.Remove(tensor))
            tensor.Dispose();
    }

    /// <summary>Takes a large buffer on the processor until the owner is disposed of.</summary>
    /// <returns>A tensor of the shape, with whatever was left in it.</returns>
    public Tensor Buffer(params long[] shape) => Keep(empty(shape, float32));

    /// <summary>Takes memory for numbers that kernels read and write, until the owner is disposed of.</summary>
    /// <param name="count">How many.</param>
    public Block Take(long count)
    {
        var block = Block.Take(count);
        blocks.Add(block);
        return block;
    }

    public void Dispose()
    {
        foreach (var block in blocks)
            block.GiveBack();
        blocks.Clear();
        foreach (var tensor in tensors)
            tensor.Dispose();
        tensors.Clear();
    }
}
