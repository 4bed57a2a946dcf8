using DslDp.Kernels;
using static TorchSharp.torch;

namespace DslDp.Clipping;

/// <summary>Tensors that live until their owner is disposed of, whatever dispose scope they were made in.</summary>
internal sealed class OwnedTensors : IDisposable
{
    private readonly List<Tensor> tensors = [];
    private readonly List<Tensor> buffers = [];

    /// <summary>Takes a tensor over.</summary>
    public Tensor Keep(Tensor tensor)
    {
        tensors.Add(tensor.DetachFromDisposeScope());
        return tensor;
    }

    /// <summary>Takes a large buffer on the processor until the owner is disposed of.</summary>
    /// <returns>A tensor of the shape, with whatever was left in it.</returns>
    public Tensor Buffer(params long[] shape)
    {
        var numbers = shape.Aggregate(1L, (product, size) => product * size);
        var buffer = KeptMemory.Take(numbers);
        buffers.Add(buffer);
        using var part = buffer.narrow(0, 0, numbers);
        return Keep(part.view(shape));
    }

    public void Dispose()
    {
        foreach (var buffer in buffers)
            KeptMemory.GiveBack(buffer);
        buffers.Clear();
        foreach (var tensor in tensors)
            tensor.Dispose();
        tensors.Clear();
    }
}
