namespace DslDp.Accounting;

/// <summary>Nothing touched private data.</summary>
public sealed record NoOpEvent : PrivacyEvent
{
    private protected override string Arguments => "";
}
