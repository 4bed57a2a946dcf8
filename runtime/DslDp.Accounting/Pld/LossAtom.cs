namespace DslDp.Accounting;

/// <summary>A single value of the privacy loss with positive probability.</summary>
/// <param name="Loss">log P/Q of the outcome.</param>
/// <param name="Mass">Probability of the outcome under P.</param>
internal sealed record LossAtom(double Loss, double Mass);
