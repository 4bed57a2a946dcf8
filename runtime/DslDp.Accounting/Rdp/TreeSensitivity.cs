using System;

namespace DslDp.Accounting;

/// <summary>
/// How far one unit moves the nodes of a binary tree in whose steps it takes part several times: a bound on Σ (participations below the
/// node)² over the nodes that are released, the complete ones (Kairouz et al. 2021, arXiv 2103.00039).
/// </summary>
internal static class TreeSensitivity
{
    /// <summary>Above this number of participations the complete trees are not told apart, which bounds the work.</summary>
    private const long MostDistinguished = 1 << 12;

    /// <summary>An upper bound on the sum of squares.</summary>
    /// <param name="steps">Number of steps.</param>
    /// <param name="participations">In how many steps a unit takes part at most.</param>
    /// <param name="separation">How many steps lie between two of them at least.</param>
    public static double SumOfSquares(long steps, long participations, long separation)
    {
        long most = Math.Min(participations, MostWithin(steps, separation));
        return most > MostDistinguished ? OneRange(steps, most, separation) : BestDivision(steps, most, separation);
    }

    /// <summary>The best division of the participations among the largest complete trees: one for each binary digit of the number of steps.</summary>
    private static double BestDivision(long steps, long most, long separation)
    {
        var best = new double[most + 1];
        for (int level = 0; steps >> level > 0; level++)
        {
            if (((steps >> level) & 1) == 0)
                continue;
            long size = 1L << level;
            long within = Math.Min(most, MostWithin(size, separation));
            var next = (double[])best.Clone();
            for (long here = 1; here <= within; here++)
            {
                double squares = OneRange(size, here, separation);
                for (long rest = 0; here + rest <= most; rest++)
                    next[here + rest] = Math.Max(next[here + rest], best[rest] + squares);
            }

            best = next;
        }

        double largest = 0;
        foreach (double each in best)
            largest = Math.Max(largest, each);
        return largest;
    }

    /// <summary>
    /// Level by level: no node holds more participations than fit into it, no level more than there are, so that the sum of squares is largest
    /// with full nodes and one that takes the rest.
    /// </summary>
    private static double OneRange(long steps, long participations, long separation)
    {
        double sum = 0;
        for (int level = 0; steps >> level > 0; level++)
        {
            long fitting = MostWithin(1L << level, separation);
            long full = Math.Min(participations / fitting, steps >> level);
            long rest = full < steps >> level ? participations - (full * fitting) : 0;
            sum += ((double)full * fitting * fitting) + ((double)rest * rest);
        }

        return sum;
    }

    /// <summary>How many steps with the separation fit into a range.</summary>
    private static long MostWithin(long steps, long separation) => steps == 0 ? 0 : ((steps - 1) / (separation == long.MaxValue ? separation : separation + 1)) + 1;
}
