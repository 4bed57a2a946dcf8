using DslDp.Accounting;
using DslDp.Reporting;

namespace DslDp.Ledger;

/// <summary>The same event, so many times in a row.</summary>
/// <param name="Event">What was released each time.</param>
/// <param name="Count">How many times, at least once.</param>
public sealed record LedgerEntry(PrivacyEvent Event, long Count)
{
    /// <summary>What the release was for.</summary>
    public ReleaseKind Kind { get; init; } = ReleaseKind.TrainingStep;

    /// <summary>What was released, in words.</summary>
    public string What { get; init; } = "noisy sum of clipped gradients";
}
