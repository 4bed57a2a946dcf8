namespace DslDp.Reporting;

/// <summary>How strong a guarantee is, by the tiers of Ponomareva et al. 2023, “How to DP-fy ML”, §5.2 (arXiv:2303.00654).</summary>
internal sealed record PrivacyTier(string Name, string Meaning)
{
    public const double LargestReasonable = 10;

    public static PrivacyTier Of(double epsilon) => epsilon switch
    {
        <= 1 => new("strong", "ε is at most 1: whoever sees the model learns next to nothing about whether one unit was in the data."),
        <= LargestReasonable => new("reasonable", "ε is above 1 and at most 10: the theorem still limits what can be learnt about one unit, and known attacks have been found to fail."),
        _ => new("weak", "ε is above 10: the theorem excludes almost nothing, and only an audit of the model can show that it keeps its data to itself."),
    };
}
