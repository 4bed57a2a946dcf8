using DslDp.Accounting;
using DslDp.Ledger;

namespace DslDp.Reporting;

/// <summary>All that a report is drawn up from, once a run has ended.</summary>
internal sealed record RunRecord
{
    public required PrivacyPlan Plan { get; init; }

    public required TrainingOptions Options { get; init; }

    public required IReadOnlyList<string> Frozen { get; init; }

    public required PrivacyLedger Ledger { get; init; }

    /// <summary>The types that drew the batches and the noise: whoever did it is named, not who should have.</summary>
    public required RandomnessRecord Randomness { get; init; }

    public required IReadOnlyList<TrainingProgress> History { get; init; }

    /// <summary>ε of what the ledger holds, at the plan's δ.</summary>
    public double Epsilon => Ledger.Count == 0 ? 0 : AccountantFactory.Epsilon(Plan.Accountant, Plan.Adjacency, Ledger.Total, Plan.Delta);

    /// <summary>The mechanism of the steps that ran; null when none ran, or when the ledger holds something else.</summary>
    public PoissonSampledEvent? Mechanism => Ledger.Entries is [{ Event: PoissonSampledEvent sampled }] ? sampled : null;

    public bool Completed => Ledger.Count >= Plan.Steps;
}
