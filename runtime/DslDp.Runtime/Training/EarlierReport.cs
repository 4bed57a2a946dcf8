using DslDp.Reporting;

namespace DslDp;

/// <summary>Reports of earlier runs on which a new one builds: they must hold, or what is added up is worth nothing.</summary>
internal static class EarlierReport
{
    /// <summary>What the report says.</summary>
    /// <exception cref="ArgumentException">The report does not add up, or its run had no guarantee.</exception>
    public static ReportDocument Checked(PrivacyReport report, string parameter)
    {
        ArgumentNullException.ThrowIfNull(report, parameter);
        var verification = PrivacyReport.Verify(report.ToJson());
        if (!verification.AddsUp)
            throw new ArgumentException($"The report of the earlier run of {report.Model} does not add up, so what that run spent is not known. {verification.Discrepancies[0]}.", parameter);
        if (!report.Document.Guarantee.Holds)
            throw new ArgumentException($"The earlier run of {report.Model} has no guarantee: its batches or noise came from a source that is not secret.", parameter);
        return report.Document;
    }

    /// <summary>The ledger of a run that is to be gone on with under this plan.</summary>
    /// <exception cref="ArgumentException">The report does not add up, or the run followed another plan.</exception>
    public static ReportDocument CheckedFor(PrivacyPlan plan, PrivacyReport report, string parameter)
    {
        var document = Checked(report, parameter);
        foreach (var (name, earlier, now) in Pairs(document.Plan, plan))
        {
            if (!Equals(earlier, now))
                throw new ArgumentException($"The run to resume had the plan {name} = {ReportText.Of(earlier)}; now it is {ReportText.Of(now)}. A run is resumed under its own plan: build the model as it was, or start a new run and declare the earlier one in TrainingOptions.OtherReleases.", parameter);
        }
        return document;
    }

    private static IEnumerable<(string Name, object? Earlier, object? Now)> Pairs(PrivacyPlan earlier, PrivacyPlan now) =>
    [
        (nameof(PrivacyPlan.Model), earlier.Model, now.Model),
        (nameof(PrivacyPlan.Records), earlier.Records, now.Records),
        (nameof(PrivacyPlan.BatchSize), earlier.BatchSize, now.BatchSize),
        (nameof(PrivacyPlan.Steps), earlier.Steps, now.Steps),
        (nameof(PrivacyPlan.NoiseMultiplier), earlier.NoiseMultiplier, now.NoiseMultiplier),
        (nameof(PrivacyPlan.ClipNorm), earlier.ClipNorm, now.ClipNorm),
        (nameof(PrivacyPlan.MaxEpsilon), earlier.MaxEpsilon, now.MaxEpsilon),
        (nameof(PrivacyPlan.Delta), earlier.Delta, now.Delta),
        (nameof(PrivacyPlan.Unit), earlier.Unit, now.Unit),
        (nameof(PrivacyPlan.Adjacency), earlier.Adjacency, now.Adjacency),
        (nameof(PrivacyPlan.Accountant), earlier.Accountant, now.Accountant),
    ];
}
