using System;
using System.Linq;

namespace DslDp.Accounting;

/// <summary>
/// Adds up the privacy that events spend. Composition changes the accountant; the results are upper bounds, never estimates, and depend
/// only on what was composed, not on the order. One accountant is for one thread; events may be shared freely.
/// </summary>
public abstract class PrivacyAccountant
{
    private readonly Composition composition = new();

    private protected PrivacyAccountant(Adjacency adjacency)
    {
        if (adjacency is not (Adjacency.AddOrRemoveOne or Adjacency.ReplaceOne or Adjacency.ZeroOut))
            throw new ArgumentOutOfRangeException(nameof(adjacency), adjacency, "adjacency is not one of the relations that Adjacency names.");
        Adjacency = adjacency;
    }

    /// <summary>The neighbouring relation of the guarantee.</summary>
    public Adjacency Adjacency { get; }

    private protected Composition Composition => composition;

    /// <summary>A fresh accountant of the given kind.</summary>
    /// <param name="kind">The method of accounting.</param>
    /// <param name="adjacency">The neighbouring relation.</param>
    /// <returns>An accountant that has composed nothing.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The kind or the relation is not defined.</exception>
    public static PrivacyAccountant Create(AccountantKind kind, Adjacency adjacency = Adjacency.AddOrRemoveOne) => kind switch
    {
        AccountantKind.Pld => new PldAccountant(adjacency),
        AccountantKind.Rdp => new RdpAccountant(adjacency),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "kind is not one of the accountants that AccountantKind names."),
    };

    /// <summary>Adds an event to what was spent.</summary>
    /// <param name="event">The event; it may be chosen in view of the results of those before.</param>
    /// <param name="count">How often it happens, zero or more.</param>
    /// <returns>This accountant, so that calls can be chained.</returns>
    /// <exception cref="UnsupportedEventException">
    /// The accountant cannot treat the event under its relation; the accountant is left unchanged.
    /// </exception>
    /// <exception cref="ArgumentException">The event is null, or the count is negative or the total count too large.</exception>
    public PrivacyAccountant Compose(PrivacyEvent @event, long count = 1)
    {
        var added = Composition.Of(Require.NotNull(@event, nameof(@event)), Require.NonNegative(count, nameof(count)));
        foreach ((PrivacyEvent element, _) in added.Elements)
            Admit(element);
        composition.Add(added);
        Forget();
        return this;
    }

    /// <summary>The smallest ε for which this accountant can prove (ε, δ)-differential privacy of what was composed.</summary>
    /// <param name="delta">δ between 0 and 1.</param>
    /// <returns>An upper bound, zero or more; infinity where no finite ε is proved. Never NaN.</returns>
    /// <exception cref="ArgumentOutOfRangeException">δ does not lie between 0 and 1.</exception>
    public double GetEpsilon(double delta)
    {
        Require.Probability(delta, nameof(delta));
        if (delta == 1 || !composition.Elements.Any())
            return 0;
        return composition.Elements.Any(each => each.Event is NonPrivateEvent) ? double.PositiveInfinity : EpsilonFor(delta);
    }

    /// <summary>The smallest δ for which this accountant can prove (ε, δ)-differential privacy of what was composed.</summary>
    /// <param name="epsilon">ε, zero or more.</param>
    /// <returns>An upper bound between 0 and 1. Never NaN.</returns>
    /// <exception cref="ArgumentOutOfRangeException">ε is negative or NaN.</exception>
    public double GetDelta(double epsilon)
    {
        Require.NonNegative(epsilon, nameof(epsilon));
        if (!composition.Elements.Any())
            return 0;
        return composition.Elements.Any(each => each.Event is NonPrivateEvent) ? 1 : Math.Min(1, DeltaFor(epsilon));
    }

    private protected abstract void Admit(PrivacyEvent element);

    private protected abstract void Forget();

    private protected abstract double EpsilonFor(double delta);

    private protected abstract double DeltaFor(double epsilon);

    private protected UnsupportedEventException Unsupported(PrivacyEvent element, string reason) =>
        new(element, GetType().Name, Adjacency, reason);
}
