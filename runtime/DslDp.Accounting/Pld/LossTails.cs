namespace DslDp.Accounting;

/// <summary>What a pair leaves out at its ends.</summary>
/// <param name="LowerP">Probability under P below the lower end.</param>
/// <param name="LowerQ">Probability under Q below the lower end.</param>
/// <param name="UpperP">Probability under P above the upper end.</param>
/// <param name="UpperQ">Probability under Q above the upper end.</param>
/// <param name="OnlyP">Probability under P of outcomes impossible under Q.</param>
/// <param name="OnlyQ">Probability under Q of outcomes impossible under P.</param>
internal readonly record struct LossTails(double LowerP, double LowerQ, double UpperP, double UpperQ, double OnlyP = 0, double OnlyQ = 0);
