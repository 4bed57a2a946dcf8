using DslDp.Accounting;

namespace DslDp.Ledger;

/// <summary>The same event, so many times in a row.</summary>
/// <param name="Event">What was released each time.</param>
/// <param name="Count">How many times, at least once.</param>
public sealed record LedgerEntry(PrivacyEvent Event, long Count);
