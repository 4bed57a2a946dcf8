namespace DslDp.Accounting;

/// <summary>The losses of an elementary event with the number of times that it happens.</summary>
/// <param name="Losses">The losses.</param>
/// <param name="Count">How often.</param>
internal sealed record RepeatedLosses(LossAlternatives Losses, long Count);
