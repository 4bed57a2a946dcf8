namespace DslDp.Accounting;

/// <summary>The exponential mechanism (McSherry and Talwar 2007), under whatever neighbouring relation its sensitivity was taken for.</summary>
public sealed record ExponentialMechanismEvent : PrivacyEvent
{
    /// <summary>Describes one use of the exponential mechanism.</summary>
    /// <param name="epsilon">ε: the exponent is ε·score/(2·sensitivity), or ε·score/sensitivity for a monotone score.</param>
    /// <exception cref="System.ArgumentOutOfRangeException">ε is negative or NaN.</exception>
    public ExponentialMechanismEvent(double epsilon) => Epsilon = Require.NonNegative(epsilon, nameof(epsilon));

    /// <summary>ε of one use.</summary>
    public double Epsilon { get; }

    private protected override string Arguments => Text(Epsilon);
}
