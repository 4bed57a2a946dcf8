using System.Runtime.CompilerServices;
using DslDp.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace DslDp.Clipping;

/// <summary>Tensors that live until their owner is disposed of, whatever dispose scope they were made in.</summary>
internal sealed class OwnedTensors : IDisposable
{
    private readonly List<Tensor> tensors = Reused<List<Tensor>>.Take() ?? [];
    private readonly List<Block> blocks = Reused<List<Block>>.Take() ?? [];
    private bool isDisposed;

    /// <summary>Takes a tensor over. Whoever knows that it is needed no longer may dispose of it before the owner does.</summary>
    public Tensor Keep(Tensor tensor)
    {
        ObjectDisposedException.ThrowIf(isDisposed, this);
        // As DetachFromDisposeScope does, which makes a list and an enumerator for it.
        ScopeOf(tensor)?.MarkAsDisposed(tensor);
        tensors.Add(tensor);
        return tensor;
    }

    /// <summary>The tensor itself where its numbers lie in order; else a copy, which is kept.</summary>
    public Tensor Contiguous(Tensor tensor) => tensor.is_contiguous() ? tensor : Keep(tensor.contiguous());

    /// <summary>Takes a large buffer on the processor until the owner is disposed of.</summary>
    /// <returns>A tensor of the shape, with whatever was left in it.</returns>
    public Tensor Buffer(params ReadOnlySpan<long> shape) => Keep(empty(shape, float32));

    /// <summary>Takes memory for numbers that kernels read and write, until the owner is disposed of.</summary>
    /// <param name="count">How many.</param>
    public Block Take(long count)
    {
        ObjectDisposedException.ThrowIf(isDisposed, this);
        var block = Block.Take(count);
        blocks.Add(block);
        return block;
    }

    public void Dispose()
    {
        if (isDisposed)
            return;
        isDisposed = true;
        foreach (var block in blocks)
            block.GiveBack();
        blocks.Clear();
        foreach (var tensor in tensors)
            tensor.Dispose();
        tensors.Clear();
        Reused<List<Tensor>>.GiveBack(tensors);
        Reused<List<Block>>.GiveBack(blocks);
    }

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_OwningDisposeScope")]
    private static extern DisposeScope? ScopeOf(Tensor tensor);
}
