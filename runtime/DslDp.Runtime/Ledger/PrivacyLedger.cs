using DslDp.Accounting;

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

    /// <summary>The number of events charged.</summary>
    public long Count => entries.Sum(entry => entry.Count);

    /// <summary>All the events together, for an accountant. Of an empty ledger, the event that releases nothing.</summary>
    public PrivacyEvent Total => entries.Count switch
    {
        0 => new NoOpEvent(),
        1 => Repeated(entries[0]),
        _ => new ComposedEvent([.. entries.Select(Repeated)]),
    };

    /// <summary>Writes down one event that is about to happen.</summary>
    /// <param name="event">What will be released.</param>
    public void Charge(PrivacyEvent @event)
    {
        ArgumentNullException.ThrowIfNull(@event);
        if (entries.Count > 0 && entries[^1].Event.Equals(@event))
            entries[^1] = entries[^1] with { Count = checked(entries[^1].Count + 1) };
        else
            entries.Add(new LedgerEntry(@event, 1));
    }

    private static SelfComposedEvent Repeated(LedgerEntry entry) => new(entry.Event, entry.Count);
}
