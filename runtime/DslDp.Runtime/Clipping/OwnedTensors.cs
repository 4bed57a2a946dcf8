using DslDp.Kernels;
using static TorchSharp.torch;

namespace DslDp.Clipping;

/// <summary>Tensors that live until their owner is disposed of, whatever dispose scope they were made in.</summary>
internal sealed class OwnedTensors : IDisposable
{
    // A step keeps about as many as the one before it: room for them at once spares the copies of a list that grows.
    private static int usual = 16;

    private readonly List<Tensor> tensors = new(usual);
    private readonly List<Block> blocks = [];

    /// <summary>Takes a tensor over. Whoever knows that it is needed no longer may dispose of it before the owner does.</summary>
    public Tensor Keep(Tensor tensor)
    {
        tensors.Add(tensor.DetachFromDisposeScope());
        return tensor;
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
        if (tensors.Count > 0)
            usual = tensors.Count;
        foreach (var tensor in tensors)
            tensor.Dispose();
        tensors.Clear();
    }
}
