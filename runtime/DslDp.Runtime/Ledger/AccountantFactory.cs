using DslDp.Accounting;

namespace DslDp.Ledger;

/// <summary>The one place where the run makes its accountants.</summary>
internal static class AccountantFactory
{
    /// <summary>A fresh accountant, to which nothing has been charged.</summary>
    public static PrivacyAccountant Create(AccountantKind kind, Adjacency adjacency) => PrivacyAccountant.Create(kind, adjacency);

    /// <summary>ε of one event at δ: an upper bound.</summary>
    public static double Epsilon(AccountantKind kind, Adjacency adjacency, PrivacyEvent @event, double delta) =>
        Create(kind, adjacency).Compose(@event).GetEpsilon(delta);

    /// <summary>The name, for people, of the accountant that <see cref="Create"/> really makes.</summary>
    public static string NameOf(AccountantKind kind, Adjacency adjacency) => Create(kind, adjacency) switch
    {
        RdpAccountant => "Rényi differential privacy (RDP)",
        PldAccountant => "privacy loss distributions (PLD)",
        var other => other.GetType().Name,
    };
}
