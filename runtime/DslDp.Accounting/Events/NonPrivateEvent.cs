namespace DslDp.Accounting;

/// <summary>Private data was used without protection: no finite ε covers it.</summary>
public sealed record NonPrivateEvent : PrivacyEvent
{
    private protected override string Arguments => "";
}
