using DslDp.Ledger;

namespace DslDp.Reporting;

/// <summary>
/// All that a report is drawn up from: what a run knows, and what can be read back from a report. Everything else in a
/// <see cref="ReportDocument"/> follows from it.
/// </summary>
internal sealed record RunRecord
{
    public required PrivacyPlan Plan { get; init; }

    public required RunSection Run { get; init; }

    public required IReadOnlyList<LedgerEntry> Ledger { get; init; }

    /// <summary>The types that drew the batches and the noise: whoever did it is named, not who should have.</summary>
    public required RandomnessRecord Randomness { get; init; }

    public required bool StepFailed { get; init; }

    /// <summary>Without ε, which follows from the ledger.</summary>
    public required IReadOnlyList<HistoryRecord> History { get; init; }

    public required IReadOnlyList<SoftwareComponent> Software { get; init; }

    public required DateTimeOffset DrawnUp { get; init; }

    public long StepsRun => Ledger.Where(entry => entry.Kind == ReleaseKind.TrainingStep).Sum(entry => entry.Count);

    public RunEnding Ending => StepFailed ? RunEnding.StepFailed : StepsRun >= Plan.Steps ? RunEnding.Completed : RunEnding.EndedEarly;

    /// <summary>What a report says of its run.</summary>
    public static RunRecord Of(ReportDocument document) => new()
    {
        Plan = document.Plan,
        Run = document.Run,
        Ledger = [.. document.Ledger.Select(entry => new LedgerEntry(entry.Event, entry.Times) { Kind = entry.Kind, What = entry.What })],
        Randomness = new RandomnessRecord(document.Randomness.Sampler, document.Randomness.Noise),
        StepFailed = document.Mechanism.Ending == RunEnding.StepFailed,
        History = [.. document.History.Select(entry => new HistoryRecord(entry.Epoch, entry.Step, entry.Evaluation))],
        Software = document.Software,
        DrawnUp = document.DrawnUp,
    };
}

/// <summary>The end of an epoch.</summary>
internal sealed record HistoryRecord(int Epoch, long Step, double? Evaluation);
