using System.Collections.Generic;
using System.Linq;

namespace DslDp.Accounting;

/// <summary>Several events, one after the other; each may depend on the results of those before.</summary>
public sealed record ComposedEvent : PrivacyEvent
{
    /// <summary>Describes a sequence of events.</summary>
    /// <param name="events">The events, in any order; none is null.</param>
    /// <exception cref="System.ArgumentNullException">The sequence or one of its events is null.</exception>
    public ComposedEvent(params PrivacyEvent[] events)
        : this((IEnumerable<PrivacyEvent>)events)
    {
    }

    /// <summary>Describes a sequence of events.</summary>
    /// <param name="events">The events, in any order; none is null.</param>
    /// <exception cref="System.ArgumentNullException">The sequence or one of its events is null.</exception>
    public ComposedEvent(IEnumerable<PrivacyEvent> events) =>
        Events = Require.NotNull(events, nameof(events)).Select(each => Require.NotNull(each, nameof(events))).ToList().AsReadOnly();

    /// <summary>The events.</summary>
    public IReadOnlyList<PrivacyEvent> Events { get; }

    /// <summary>Two sequences are equal when they hold equal events in the same order.</summary>
    /// <param name="other">The sequence to compare with.</param>
    /// <returns>Whether the sequences are equal.</returns>
    public bool Equals(ComposedEvent? other) => other is not null && Events.SequenceEqual(other.Events);

    /// <inheritdoc/>
    public override int GetHashCode() => Events.Aggregate(17, (hash, each) => unchecked((hash * 31) + each.GetHashCode()));

    private protected override string Arguments => string.Join(", ", Events);
}
