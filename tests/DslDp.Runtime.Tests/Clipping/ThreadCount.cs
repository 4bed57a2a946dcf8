using static TorchSharp.torch;

namespace DslDp.Runtime.Tests.Clipping;

/// <summary>Has libtorch use so many threads, until it is disposed of.</summary>
internal sealed class ThreadCount : IDisposable
{
    private readonly int before = get_num_threads();

    public ThreadCount(int threads) => set_num_threads(threads);

    public void Dispose() => set_num_threads(before);
}
