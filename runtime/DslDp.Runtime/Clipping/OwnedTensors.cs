using static TorchSharp.torch;

namespace DslDp.Clipping;

/// <summary>Tensors that live until their owner is disposed of, whatever dispose scope they were made in.</summary>
internal sealed class OwnedTensors : IDisposable
{
    private readonly List<Tensor> tensors = [];

    /// <summary>Takes a tensor over.</summary>
    public Tensor Keep(Tensor tensor)
    {
        tensors.Add(tensor.DetachFromDisposeScope());
        return tensor;
    }

    public void Dispose()
    {
        foreach (var tensor in tensors)
            tensor.Dispose();
        tensors.Clear();
    }
}
