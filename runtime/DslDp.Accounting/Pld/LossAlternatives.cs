using System.Collections.Generic;
using System.Linq;

namespace DslDp.Accounting;

/// <summary>
/// One of several pairs, chosen at random with probabilities that do not depend on the data, and the choice told. By the joint convexity of
/// the hockey-stick divergence this dominates the mechanism that does not tell.
/// </summary>
/// <param name="Parts">The pairs with their probabilities, together one.</param>
internal sealed record LossAlternatives(IReadOnlyList<WeightedPair> Parts)
{
    /// <summary>Whether exchanging P and Q gives the same losses.</summary>
    public bool IsSymmetric => Parts.All(part => part.Pair.IsSymmetric);

    /// <summary>The largest loss in either direction, infinite if there is none.</summary>
    public double LargestLoss => Parts.Any(part => part.Pair.Tails != default)
        ? double.PositiveInfinity
        : Parts.Max(part => Losses(part.Pair).Max(System.Math.Abs));

    /// <summary>Over how wide a range the losses are spread.</summary>
    public double Width => Parts.Max(part => Losses(part.Pair).Max()) - Parts.Min(part => Losses(part.Pair).Min());

    /// <summary>A single pair.</summary>
    public static LossAlternatives Only(LossPair pair) => new([new(1, pair)]);

    private static IEnumerable<double> Losses(LossPair pair) =>
        pair.Atoms.Select(atom => atom.Loss).Append(pair.Loss(pair.Upper)).Append(pair.Loss(pair.Lower));
}
