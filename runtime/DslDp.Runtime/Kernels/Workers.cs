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
            Divide(examples, threads, work);
    }

    private static void Divide(int examples, int threads, Action<int, int> work)
    {
        if (!LibraryThreads.TryRun(threads, Part))
            Parallel.For(0, threads, Part);

        void Part(int thread) => work((int)((long)examples * thread / threads), (int)((long)examples * (thread + 1) / threads));
    }

    /// <summary>Divides numbers in the order in which they lie.</summary>
    /// <param name="numbers">How many.</param>
    /// <param name="work">Is given the first number and the one after the last, less than 2³¹ at once.</param>
    public static void Divide(long numbers, Action<long, long> work)
    {
        const long numbersAtOnce = 1 << 16;
        Run((int)((numbers + numbersAtOnce - 1) / numbersAtOnce), (first, last) =>
        {
            for (var start = first * numbersAtOnce; start < Math.Min(numbers, last * numbersAtOnce); start += numbersAtOnce)
                work(start, Math.Min(numbers, start + numbersAtOnce));
        });
    }
}
