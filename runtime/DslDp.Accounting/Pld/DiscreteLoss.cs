using System.Collections.Generic;
using System.Linq;

namespace DslDp.Accounting;

/// <summary>A privacy loss on a grid, in one direction.</summary>
/// <param name="Lowest">Index of the first mass: its loss is this times the grid's step.</param>
/// <param name="Masses">Probabilities under P, by grid point.</param>
/// <param name="Infinity">Probability of an infinite loss.</param>
/// <param name="RoundingVariance">How much variance the discretisation added at most.</param>
internal sealed record DiscreteLoss(long Lowest, double[] Masses, double Infinity, double RoundingVariance)
{
    /// <summary>One of several losses, chosen with the given probabilities.</summary>
    public static DiscreteLoss Mix(IReadOnlyList<(double Weight, DiscreteLoss Loss)> parts)
    {
        long lowest = parts.Min(part => part.Loss.Lowest);
        var masses = new double[parts.Max(part => part.Loss.Lowest + part.Loss.Masses.Length) - lowest];
        foreach ((double weight, DiscreteLoss loss) in parts)
        {
            for (int i = 0; i < loss.Masses.Length; i++)
                masses[loss.Lowest - lowest + i] += weight * loss.Masses[i];
        }

        return new DiscreteLoss(lowest, masses, parts.Sum(part => part.Weight * part.Loss.Infinity), parts.Sum(part => part.Weight * part.Loss.RoundingVariance));
    }
}
