namespace DslDp.Accounting;

/// <summary>A target (ε, δ) and the accountant by which it is judged.</summary>
internal sealed class Budget(double epsilon, double delta, AccountantKind kind, Adjacency adjacency)
{
    private static readonly GridPolicy Searching = new(13, 17, 20);

    public double TargetEpsilon { get; } = Require.PositiveFinite(epsilon, nameof(epsilon));

    public double Delta { get; } = Require.Probability(delta, nameof(delta));

    public AccountantKind Kind => kind;

    /// <summary>A quick bound on a plan's ε, to find the neighbourhood of the answer.</summary>
    public double Rough(PrivacyEvent plan) => Quick(plan, GridPolicy.Coarse);

    /// <summary>A bound on a plan's ε that is as tight as the accountant's public one, or nearly, and quicker.</summary>
    public double Fine(PrivacyEvent plan) => Quick(plan, Searching);

    /// <summary>Whether the accountant's public answer for a plan is within the budget.</summary>
    public bool Allows(PrivacyEvent plan) => Epsilon(plan) <= TargetEpsilon;

    /// <summary>The accountant's public answer for a plan.</summary>
    public double Epsilon(PrivacyEvent plan) => PrivacyAccountant.Create(kind, adjacency).Compose(plan).GetEpsilon(Delta);

    /// <summary>About what a plan's ε by privacy losses is, neither above nor below for certain, in no time.</summary>
    public double Guess(PrivacyEvent plan) => ((PldAccountant)new PldAccountant(adjacency).Compose(plan)).GuessEpsilon(Delta);

    private double Quick(PrivacyEvent plan, GridPolicy policy)
    {
        if (kind == AccountantKind.Pld)
            return new PldAccountant(adjacency, policy).Compose(plan).GetEpsilon(Delta);
        PrivacyAccountant accountant = PrivacyAccountant.Create(kind, adjacency).Compose(plan);
        return accountant is RdpAccountant renyi ? renyi.QuickEpsilon(Delta) : accountant.GetEpsilon(Delta);
    }
}
