using static TorchSharp.torch;

namespace DslDp.Kernels;

/// <summary>A tensor with its numbers in order: itself, or a copy that is freed after use.</summary>
/// <param name="original">The tensor.</param>
internal readonly ref struct InOrder(Tensor original) : IDisposable
{
    private readonly Tensor? copy = original.is_contiguous() ? null : original.contiguous();

    /// <summary>The numbers, contiguous.</summary>
    public Tensor Tensor => copy ?? original;

    public void Dispose()
    {
        copy?.Dispose();
        // Its numbers are read where they lie, until here.
        GC.KeepAlive(original);
    }
}
