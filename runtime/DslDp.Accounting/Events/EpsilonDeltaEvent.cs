namespace DslDp.Accounting;

/// <summary>A mechanism of which only its (ε, δ) is known, under whatever neighbouring relation it is composed.</summary>
public sealed record EpsilonDeltaEvent : PrivacyEvent
{
    /// <summary>Describes a mechanism by its (ε, δ).</summary>
    /// <param name="epsilon">ε, zero or more.</param>
    /// <param name="delta">δ, between 0 and 1.</param>
    /// <exception cref="System.ArgumentOutOfRangeException">ε is negative or NaN, or δ does not lie between 0 and 1.</exception>
    public EpsilonDeltaEvent(double epsilon, double delta)
    {
        Epsilon = Require.NonNegative(epsilon, nameof(epsilon));
        Delta = Require.Probability(delta, nameof(delta));
    }

    /// <summary>ε of the mechanism.</summary>
    public double Epsilon { get; }

    /// <summary>δ of the mechanism.</summary>
    public double Delta { get; }

    private protected override string Arguments => Text(Epsilon) + ", " + Text(Delta);
}
