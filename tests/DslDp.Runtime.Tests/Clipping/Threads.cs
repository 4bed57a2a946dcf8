using static TorchSharp.torch;

namespace DslDp.Runtime.Tests.Clipping;

/// <summary>Has libtorch, and the kernels, compute with so many threads until it is disposed of.</summary>
internal sealed class Threads : IDisposable
{
    private readonly int before = get_num_threads();

    public Threads(int count) => set_num_threads(count);

    public void Dispose() => set_num_threads(before);
}
