using System;

namespace DslDp.Accounting;

/// <summary>An accountant cannot treat an event under its neighbouring relation.</summary>
public sealed class UnsupportedEventException : NotSupportedException
{
    internal UnsupportedEventException(PrivacyEvent @event, string accountant, Adjacency adjacency, string reason)
        : base(accountant + " cannot account for " + @event + " under " + adjacency + ": " + reason)
    {
        Event = @event;
        Accountant = accountant;
        Adjacency = adjacency;
    }

    /// <summary>The event that is not supported.</summary>
    public PrivacyEvent Event { get; }

    /// <summary>Name of the accountant that refused it.</summary>
    public string Accountant { get; }

    /// <summary>The neighbouring relation under which it was refused.</summary>
    public Adjacency Adjacency { get; }
}
