using System.Diagnostics;
using System.Globalization;
using static TorchSharp.torch;

namespace DslDp.Benchmarks.Training;

/// <summary>
/// The private step beside the ordinary one. The two alternate in one process, so that what else the machine does meets both; the
/// table has the median over the pairs of the ratio of their times. With one thread, time is what the processor spent on the process,
/// which other work on the machine changes little; with more, it is time on the clock.
/// </summary>
internal static class TrainingBenchmark
{
    private const int WarmUp = 5;

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
        Console.WriteLine("| model | ordinary ms | private ms | private / ordinary | ordinary MB | private MB | memory |");
        Console.WriteLine("|---|---|---|---|---|---|---|");
        foreach (var of in cases)
            Console.WriteLine(Row(of, options));
    }

    private static string Row(TrainingCase of, TrainingBenchmarkOptions options)
    {
        var (ordinary, @private) = (of.OrdinaryStep(), of.PrivateStep());
        var pairs = new (double Ordinary, double Private)[options.Pairs];
        for (var i = -WarmUp; i < pairs.Length; i++)
        {
            var pair = (Milliseconds(ordinary, options), Milliseconds(@private, options));
            if (i >= 0)
                pairs[i] = pair;
        }
        var (ordinaryPeak, privatePeak) = (PeakMemory.InNewProcess(of, "ordinary", options), PeakMemory.InNewProcess(of, "private", options));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {of.Name} | {Median(pairs.Select(p => p.Ordinary)):F1} | {Median(pairs.Select(p => p.Private)):F1} | {Median(pairs.Select(p => p.Private / p.Ordinary)):F2} | {ordinaryPeak:F0} | {privatePeak:F0} | {privatePeak / ordinaryPeak:F2} |");
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
