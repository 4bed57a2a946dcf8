namespace DslDp;

/// <summary>
/// The most that one training run may spend. With (ε, δ)-differential privacy, whatever is published after the run
/// (the weights, every checkpoint) would have been published with almost the same probability had any one person's
/// record been left out: the probability of any outcome changes by a factor of at most <c>e^ε</c>, except with
/// probability δ.
/// </summary>
/// <remarks>
/// Smaller is more private and costs accuracy: ε up to 1 is a strong guarantee, up to 10 a reasonable one, above 10 a weak
/// one (the tiers of Ponomareva et al. 2023, “How to DP-fy ML”, arXiv:2303.00654). The compiler turns the budget into the
/// amount of noise; nothing at run time can raise it. A second run on the same data is a second expense: the two add up.
/// </remarks>
/// <example><code>[PrivacyBudget(epsilon: 3.0, delta: 1e-5)]</code></example>
/// <param name="epsilon">ε, without a unit, greater than 0. 3.0 is a usual start.</param>
/// <param name="delta">δ, a probability: well below 1 / number of records, for instance 1e-5 for 60,000 records.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class PrivacyBudgetAttribute(double epsilon, double delta) : Attribute
{
    /// <summary>ε: the bound on how much one unit can change the logarithm of the probability of any outcome.</summary>
    public double Epsilon { get; } = epsilon;

    /// <summary>δ: the probability with which the bound ε may fail. Well below 1 / number of records.</summary>
    public double Delta { get; } = delta;

    /// <summary>
    /// Whose privacy is protected: one record (<see cref="PrivacyUnit.Example"/>, the default) or all the records of one
    /// person.
    /// </summary>
    public PrivacyUnit Unit { get; set; } = PrivacyUnit.Example;

    /// <summary>
    /// Which two data sets count as neighbours, that is, must be hard to tell apart: one unit added or removed
    /// (<see cref="DslDp.Adjacency.AddOrRemoveOne"/>, the default and the usual meaning of ε in machine learning), one
    /// replaced by another, or one replaced by zeros.
    /// </summary>
    public Adjacency Adjacency { get; set; } = Adjacency.AddOrRemoveOne;

    /// <summary>
    /// How the expense of the single steps is added up. Both ways give upper bounds on ε:
    /// <see cref="AccountantKind.Pld"/> (the default) is the tighter, <see cref="AccountantKind.Rdp"/> the older and better known.
    /// </summary>
    public AccountantKind Accountant { get; set; } = AccountantKind.Pld;
}
