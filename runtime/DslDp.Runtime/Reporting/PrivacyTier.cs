namespace DslDp.Reporting;

/// <summary>How strong a guarantee is, by the tiers of Ponomareva et al. 2023, “How to DP-fy ML”, §5.2 (arXiv:2303.00654).</summary>
internal static class PrivacyTier
{
    public static string Of(double epsilon) => epsilon switch
    {
        <= 1 => "strong (ε at most 1)",
        <= 10 => "reasonable (ε above 1, at most 10)",
        _ => "weak (ε above 10): audit the model before relying on it",
    };
}
