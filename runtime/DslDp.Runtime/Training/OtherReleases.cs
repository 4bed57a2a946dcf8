using DslDp.Accounting;
using DslDp.Ledger;
using DslDp.Reporting;

namespace DslDp;

/// <summary>What the ledger of a run holds before its first step.</summary>
internal static class OtherReleases
{
    /// <summary>Charges the ledger of the run that is resumed, and the releases that the options declare.</summary>
    /// <exception cref="ArgumentException">A release is not described, or the plan's accountant cannot treat it.</exception>
    public static void ChargeBefore(PrivacyLedger ledger, PrivacyPlan plan, TrainingOptions options, ReportDocument? resumed)
    {
        foreach (var entry in resumed is null ? [] : RunRecord.Of(resumed).Ledger)
            ledger.Add(entry);
        foreach (var release in options.OtherReleases)
            ledger.Add(Checked(release, plan).ToEntry());
    }

    private static DataRelease Checked(DataRelease release, PrivacyPlan plan)
    {
        if (release is null || string.IsNullOrWhiteSpace(release.What) || release.Event is null)
            throw new ArgumentException("A release in TrainingOptions.OtherReleases has no description or no event. Say in words what was released from the private data.", nameof(release));
        if (release.Times < 1)
            throw new ArgumentException($"The release '{release.What}' in TrainingOptions.OtherReleases happened {release.Times} times; leave it out, or write how often it happened.", nameof(release));
        try
        {
            AccountantFactory.Create(plan.Accountant, plan.Adjacency).Compose(release.Event);
        }
        catch (UnsupportedEventException exception)
        {
            throw new ArgumentException($"The release '{release.What}' in TrainingOptions.OtherReleases cannot be added to the plan of {plan.Model}: {exception.Message}", nameof(release), exception);
        }
        return release;
    }
}
