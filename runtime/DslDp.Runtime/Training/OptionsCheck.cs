using DslDp.Reporting;

namespace DslDp;

/// <summary>Finds out before training what would stop it, or lose its results, later.</summary>
internal static class OptionsCheck
{
    /// <exception cref="ArgumentException">An option is out of its range, or the report has an unknown ending.</exception>
    /// <exception cref="IOException">A path of the options cannot be written.</exception>
    public static void Check(TrainingOptions options)
    {
        if (options.MicroBatchSize < 1)
            throw new ArgumentException($"TrainingOptions.MicroBatchSize is {options.MicroBatchSize}; it must be at least 1.", nameof(options));
        if (options.ReportPath is { } report)
            ReportFile.CheckWritable(report);
        if (options.CheckpointFolder is { } folder)
            AtomicFile.CheckWritable(Path.Combine(folder, "epoch-0001.dat"));
        if (options.TensorBoardFolder is { } events)
            AtomicFile.CheckWritable(Path.Combine(events, "events"));
    }
}
