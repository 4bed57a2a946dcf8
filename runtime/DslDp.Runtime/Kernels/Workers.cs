using static TorchSharp.torch;

namespace DslDp.Kernels;

/// <summary>Divides examples among as many threads as libtorch was told to use.</summary>
internal static class Workers
{
    /// <param name="examples">Number of examples.</param>
    /// <param name="work">Is given the first example and the one after the last.</param>
    public static void Run(int examples, Action<int, int> work)
    {
        var threads = Math.Min(get_num_threads(), examples);
        if (threads <= 1)
            work(0, examples);
        else
            Parallel.For(0, threads, thread => work((int)((long)examples * thread / threads), (int)((long)examples * (thread + 1) / threads)));
    }
}
