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
    /// <summary>One of several losses, chosen with the given probabilities; a single one stays as it is.</summary>
    public static DiscreteLoss Mix(IEnumerable<(double Weight, DiscreteLoss Loss)> parts)
    {
        var all = parts.ToList();
        if (all.Count == 1)
            return all[0].Loss;
        long lowest = all.Min(part => part.Loss.Lowest);
        var masses = new double[all.Max(part => part.Loss.Lowest + part.Loss.Masses.Length) - lowest];
        foreach ((double weight, DiscreteLoss loss) in all)
        {
            for (int i = 0; i < loss.Masses.Length; i++)
                masses[loss.Lowest - lowest + i] += weight * loss.Masses[i];
        }

        return new DiscreteLoss(lowest, masses, all.Sum(part => part.Weight * part.Loss.Infinity), all.Sum(part => part.Weight * part.Loss.RoundingVariance));
    }
}
