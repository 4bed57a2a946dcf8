namespace DslDp.Accounting;

/// <summary>A privacy loss on a grid, in one direction.</summary>
/// <param name="Lowest">Index of the first mass: its loss is this times the grid's step.</param>
/// <param name="Masses">Probabilities under P, by grid point.</param>
/// <param name="Infinity">Probability of an infinite loss.</param>
/// <param name="RoundingVariance">How much variance the discretisation added at most.</param>
internal sealed record DiscreteLoss(long Lowest, double[] Masses, double Infinity, double RoundingVariance);
