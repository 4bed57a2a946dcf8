using DslDp.Accounting;
using DslDp.Reporting;

namespace DslDp.Ledger;

/// <summary>
/// What a run released, in order: one entry for each run of equal events. It is charged before the data are touched, so that
/// a step that fails is paid for all the same, and nothing is ever taken out of it.
/// </summary>
public sealed class PrivacyLedger
{
    private readonly List<LedgerEntry> entries = [];

    /// <summary>The entries, oldest first; neighbouring entries differ.</summary>
    public IReadOnlyList<LedgerEntry> Entries => entries;

    /// <summary>The number of steps charged.</summary>
    public long Steps => entries.Where(entry => entry.Kind == ReleaseKind.TrainingStep).Sum(entry => entry.Count);

    /// <summary>All the events together, for an accountant. Of an empty ledger, the event that releases nothing.</summary>
    public PrivacyEvent Total => Together(entries);

    /// <summary>Writes down one step of training that is about to happen.</summary>
    /// <param name="event">What will be released.</param>
    public void Charge(PrivacyEvent @event) => Add(new LedgerEntry(@event, 1));

    /// <summary>Writes down a release of any kind.</summary>
    /// <param name="release">What is released, and how often.</param>
    public void Add(LedgerEntry release)
    {
        ArgumentNullException.ThrowIfNull(release);
        ArgumentNullException.ThrowIfNull(release.Event);
        ArgumentOutOfRangeException.ThrowIfLessThan(release.Count, 1);
        if (entries.Count > 0 && entries[^1] with { Count = release.Count } == release)
            entries[^1] = release with { Count = checked(entries[^1].Count + release.Count) };
        else
            entries.Add(release);
    }

    /// <summary>Entries as one event.</summary>
    internal static PrivacyEvent Together(IEnumerable<LedgerEntry> entries) => entries.Select(entry => new SelfComposedEvent(entry.Event, entry.Count)).ToArray() switch
    {
        [] => new NoOpEvent(),
        [var only] => only,
        var several => new ComposedEvent(several),
    };
}
