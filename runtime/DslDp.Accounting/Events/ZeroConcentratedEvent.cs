namespace DslDp.Accounting;

/// <summary>
/// A mechanism known to be (ξ, ρ)-zero-concentrated differentially private (Bun and Steinke 2016): its Rényi divergence of every order α
/// is at most ξ + ρα, under whatever neighbouring relation it is composed.
/// </summary>
public sealed record ZeroConcentratedEvent : PrivacyEvent
{
    /// <summary>Describes a zero-concentrated mechanism.</summary>
    /// <param name="rho">Slope ρ, zero or more.</param>
    /// <param name="xi">Offset ξ, zero or more.</param>
    /// <exception cref="System.ArgumentOutOfRangeException">A parameter is negative or NaN.</exception>
    public ZeroConcentratedEvent(double rho, double xi = 0)
    {
        Rho = Require.NonNegative(rho, nameof(rho));
        Xi = Require.NonNegative(xi, nameof(xi));
    }

    /// <summary>Slope ρ.</summary>
    public double Rho { get; }

    /// <summary>Offset ξ.</summary>
    public double Xi { get; }

    private protected override string Arguments => Text(Rho) + ", " + Text(Xi);
}
