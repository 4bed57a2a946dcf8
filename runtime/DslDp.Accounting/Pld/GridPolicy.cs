using System;

namespace DslDp.Accounting;

/// <summary>How finely losses are discretised. Any choice gives an upper bound; finer ones give a tighter bound.</summary>
/// <param name="LeastBits">The grid has at least 2 to this power points.</param>
/// <param name="MostBits">The grid has at most 2 to this power points, unless the interval is given.</param>
/// <param name="Interval">The distance between grid points, or null to choose it by the width of the loss.</param>
internal sealed record GridPolicy(int LeastBits, int MostBits, double? Interval = null)
{
    /// <summary>A pair's own losses are spread over at most about so many grid points.</summary>
    private const double LargestSingleGrid = 1 << 20;

    private const double FinestStep = 1e-13;

    public static GridPolicy Default { get; } = new(14, 18);

    /// <summary>For lower bounds, whose gap shrinks with the step.</summary>
    public static GridPolicy Fine { get; } = new(18, 19);

    /// <summary>For the first steps of a search.</summary>
    public static GridPolicy Coarse { get; } = new(12, 13);

    /// <summary>Chooses step and number of points.</summary>
    /// <param name="width">Width of the window.</param>
    /// <param name="allowance">How much variance rounding may add to each of the composed losses.</param>
    /// <param name="singleWidth">Width of the widest single loss.</param>
    /// <param name="bits">The grid has 2 to this power points.</param>
    public double Choose(double width, double allowance, double singleWidth, out int bits)
    {
        double step = Interval ?? Math.Max(FinestStep, singleWidth / LargestSingleGrid);
        for (bits = LeastBits; bits < (Interval is null ? MostBits : FourierTransform.MaximumBits); bits++)
        {
            double spread = width / ((1 << bits) - 8);
            // Rounding to a grid of this step adds about step²/6 to the variance of each loss.
            if (Interval is null ? spread * spread <= 6 * allowance : spread <= step)
                break;
        }

        double least = width / ((1 << bits) - 8);
        if (Interval is null)
            return Math.Max(step, least);
        return least <= step ? step : throw new ArgumentException(
            "The discretisation interval is too fine for this composition: a grid of 2^24 points does not hold it. Choose a wider one or none.");
    }
}
