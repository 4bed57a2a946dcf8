namespace DslDp.Accounting;

/// <summary>The same event, many times; each may depend on the results of those before.</summary>
public sealed record SelfComposedEvent : PrivacyEvent
{
    /// <summary>Describes a repeated event.</summary>
    /// <param name="event">The event that is repeated.</param>
    /// <param name="count">How often, zero or more.</param>
    /// <exception cref="System.ArgumentOutOfRangeException">The count is negative.</exception>
    /// <exception cref="System.ArgumentNullException">The event is null.</exception>
    public SelfComposedEvent(PrivacyEvent @event, long count)
    {
        Event = Require.NotNull(@event, nameof(@event));
        Count = Require.NonNegative(count, nameof(count));
    }

    /// <summary>The event that is repeated.</summary>
    public PrivacyEvent Event { get; }

    /// <summary>How often it happens.</summary>
    public long Count { get; }

    private protected override string Arguments => Event + ", " + Text(Count);
}
