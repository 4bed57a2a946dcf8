namespace DslDp.Accounting;

/// <summary>A pair with the probability with which it is chosen.</summary>
/// <param name="Weight">The probability.</param>
/// <param name="Pair">The pair.</param>
internal sealed record WeightedPair(double Weight, LossPair Pair);
