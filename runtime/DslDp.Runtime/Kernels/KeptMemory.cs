using static TorchSharp.torch;

namespace DslDp.Kernels;

/// <summary>
/// Large buffers that one step after the other works in, each thread its own. From the operating system they would be new in every step,
/// and to touch each of their pages for the first time costs more than the arithmetic on them.
/// </summary>
internal static class KeptMemory
{
    [ThreadStatic]
    private static List<Tensor>? free;

    /// <summary>A buffer of at least so many 32-bit numbers on the processor, with whatever was left in it.</summary>
    public static Tensor Take(long numbers)
    {
        // By position: to TorchSharp, tensors are equal whose numbers are.
        var best = -1;
        for (var at = 0; at < free?.Count; at++)
        {
            var size = free[at].numel();
            if (size >= numbers && size <= 2 * numbers && (best < 0 || size < free[best].numel()))
                best = at;
        }
        if (best < 0)
            return empty(numbers, float32).DetachFromDisposeScope();
        var buffer = free![best];
        free.RemoveAt(best);
        return buffer;
    }

    /// <summary>Gives a buffer back for the next step.</summary>
    public static void GiveBack(Tensor buffer) => (free ??= []).Add(buffer);

    /// <summary>Frees this thread's buffers that nobody works in.</summary>
    public static void Release()
    {
        foreach (var buffer in free ?? [])
            buffer.Dispose();
        free = null;
    }
}
