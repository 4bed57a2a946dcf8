using System.Globalization;

namespace DslDp.Benchmarks.Training;

/// <summary>What the command line asks for.</summary>
internal sealed record TrainingBenchmarkOptions
{
    /// <summary>Names of the models; all of them when none is named.</summary>
    public IReadOnlyList<string> Models { get; init; } = [];

    /// <summary>Pairs of steps that are timed for each model.</summary>
    public int Pairs { get; init; } = 20;

    /// <summary>Threads of libtorch.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Whether the C library is told to keep freed memory, on both sides.</summary>
    public bool TunedAllocator { get; init; }

    /// <summary>“private” or “ordinary”: measure the peak memory of one side in this process, and print it.</summary>
    public string? MemoryOf { get; init; }

    /// <exception cref="ArgumentException">An argument is unknown.</exception>
    public static TrainingBenchmarkOptions Parse(string[] args)
    {
        var options = new TrainingBenchmarkOptions();
        for (var i = 0; i < args.Length; i++)
        {
            options = args[i] switch
            {
                "--models" => options with { Models = args[++i].Split(',') },
                "--pairs" => options with { Pairs = int.Parse(args[++i], CultureInfo.InvariantCulture) },
                "--threads" => options with { Threads = int.Parse(args[++i], CultureInfo.InvariantCulture) },
                "--tuned-allocator" => options with { TunedAllocator = true },
                "--memory-of" => options with { MemoryOf = args[++i] },
                _ => throw new ArgumentException($"'{args[i]}' is not an option; there are --models, --pairs, --threads, --tuned-allocator.", nameof(args)),
            };
        }
        return options;
    }
}
