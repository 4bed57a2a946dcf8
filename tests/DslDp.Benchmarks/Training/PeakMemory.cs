using System.Diagnostics;
using System.Globalization;

namespace DslDp.Benchmarks.Training;

/// <summary>The most memory that a process ever held, in megabytes: each side trains in a process of its own.</summary>
internal static class PeakMemory
{
    private const int Steps = 8;

    /// <summary>Starts a process for one side of a case, and waits for its number.</summary>
    public static double InNewProcess(TrainingCase of, string side, TrainingBenchmarkOptions options)
    {
        string[] arguments =
        [
            typeof(PeakMemory).Assembly.Location, "training", "--models", of.Name, "--memory-of", side,
            "--threads", options.Threads.ToString(CultureInfo.InvariantCulture), .. options.TunedAllocator ? ["--tuned-allocator"] : Array.Empty<string>(),
        ];
        using var process = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true })!;
        var number = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return double.Parse(number, CultureInfo.InvariantCulture);
    }

    /// <summary>Takes some steps in this process, and prints its peak.</summary>
    public static void Print(Action step)
    {
        for (var i = 0; i < Steps; i++)
            step();
        // PeakWorkingSet64 is 0 on some systems; the kernel's own line is what the resident set reached.
        var line = File.ReadLines("/proc/self/status").First(text => text.StartsWith("VmHWM:", StringComparison.Ordinal));
        var kilobytes = double.Parse(line.Split(':')[1].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
        Console.WriteLine((kilobytes / 1024).ToString("F0", CultureInfo.InvariantCulture));
    }
}
