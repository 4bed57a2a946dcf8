using System.Diagnostics;
using System.Globalization;
using static TorchSharp.torch;

namespace DslDp.Benchmarks.Training;

/// <summary>
/// The private step beside the ordinary one, and beside an ordinary one with the same kernels. They alternate in one process, so that what
/// else the machine does meets all; the table has the median over the rounds of the ratio of their times. With one thread, time is what the processor spent on the process,
/// which other work on the machine changes little; with more, it is time on the clock.
/// </summary>
internal static class TrainingBenchmark
{
    // Until the just-in-time compiler has come to rest, whose time is the process's too.
    private const int WarmUp = 30;

    public static void Run(TrainingBenchmarkOptions options)
    {
        if (options.TunedAllocator)
            Allocator.KeepFreedMemory();
        set_num_threads(options.Threads);
        var cases = TrainingCases.All.Where(of => options.Models.Count == 0 || options.Models.Contains(of.Name)).ToArray();
        if (options.MemoryOf is { } side)
        {
            PeakMemory.Print(side == "private" ? cases.Single().PrivateStep() : cases.Single().OrdinaryStep());
            return;
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{options.Threads} thread(s), {options.Pairs} pairs, {(options.Threads == 1 ? "processor" : "clock")} time, allocator {(options.TunedAllocator ? "keeps freed memory" : "as the C library has it")}"));
        Console.WriteLine("| model | ordinary ms | with the same kernels ms | private ms | private / ordinary | private / with the same kernels | ordinary MB | private MB | memory |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|");
        foreach (var of in cases)
            Console.WriteLine(Row(of, options));
    }

    private static string Row(TrainingCase of, TrainingBenchmarkOptions options)
    {
        var (ordinary, sameKernels, @private) = (of.OrdinaryStep(), of.SameKernelsStep(), of.PrivateStep());
        var rounds = new (double Ordinary, double SameKernels, double Private)[options.Pairs];
        for (var i = -WarmUp; i < rounds.Length; i++)
        {
            var round = (Milliseconds(ordinary, options), Milliseconds(sameKernels, options), Milliseconds(@private, options));
            if (i >= 0)
                rounds[i] = round;
        }
        var (ordinaryPeak, privatePeak) = (PeakMemory.InNewProcess(of, "ordinary", options), PeakMemory.InNewProcess(of, "private", options));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {of.Name} | {Median(rounds.Select(r => r.Ordinary)):F1} | {Median(rounds.Select(r => r.SameKernels)):F1} | {Median(rounds.Select(r => r.Private)):F1} | {Median(rounds.Select(r => r.Private / r.Ordinary)):F2} | {Median(rounds.Select(r => r.Private / r.SameKernels)):F2} | {ordinaryPeak:F0} | {privatePeak:F0} | {privatePeak / ordinaryPeak:F2} |");
    }

    private static double Milliseconds(Action step, TrainingBenchmarkOptions options)
    {
        var (start, spent) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        step();
        return (options.Threads == 1 ? Environment.CpuUsage.TotalTime - spent : Stopwatch.GetElapsedTime(start)).TotalMilliseconds;
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[sorted.Length / 2] + sorted[(sorted.Length - 1) / 2]) / 2;
    }
}
