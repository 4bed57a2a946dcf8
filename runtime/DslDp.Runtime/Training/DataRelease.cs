using DslDp.Accounting;
using DslDp.Ledger;
using DslDp.Reporting;

namespace DslDp;

/// <summary>
/// Something else that was released from the same private data, beside the run: a noisy mean for preprocessing, a histogram, a tuning run. It
/// is charged to the ledger before the first step, so that the guarantee of the report includes it.
/// </summary>
/// <param name="What">What was released, in words, for the report.</param>
/// <param name="Event">What the accountant is to be charged with.</param>
/// <param name="Times">How many times; at least once.</param>
public sealed record DataRelease(string What, PrivacyEvent Event, long Times = 1)
{
    /// <summary>All that an earlier run released, for instance a tuning run whose result was looked at.</summary>
    /// <param name="report">The report of that run.</param>
    /// <returns>Its whole ledger as one release.</returns>
    /// <exception cref="ArgumentException">The run had no guarantee, or the report does not add up.</exception>
    public static DataRelease Of(PrivacyReport report)
    {
        var document = EarlierReport.Checked(report, nameof(report));
        return new($"{document.Model}, {document.Mechanism.StepsRun} steps, reported on {ReportText.Of(document.DrawnUp)}", PrivacyLedger.Together(RunRecord.Of(document).Ledger));
    }

    internal LedgerEntry ToEntry() => new(Event, Times) { Kind = ReleaseKind.Other, What = What };
}
