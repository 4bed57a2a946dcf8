using System;

namespace DslDp.Accounting;

/// <summary>How finely losses are discretised. Any choice gives an upper bound; finer ones give a tighter bound.</summary>
/// <param name="LeastBits">The grid has at least 2 to this power points.</param>
/// <param name="MostBits">The grid has at most 2 to this power points, unless the interval asks for more.</param>
/// <param name="RefinedBits">Where rounding turns out to cost too much, the grid may grow to 2 to this power points.</param>
/// <param name="Interval">The distance between grid points to begin with, or null to choose it by the width of the loss.</param>
internal sealed record GridPolicy(int LeastBits, int MostBits, int RefinedBits, double? Interval = null)
{
    /// <summary>A pair's own losses are spread over at most about so many grid points.</summary>
    private const double LargestSingleGrid = 1 << 20;

    private const double FinestStep = 1e-13;

    public static GridPolicy Default { get; } = new(14, 18, 20);

    /// <summary>For lower bounds, whose gap shrinks with the step.</summary>
    public static GridPolicy Fine { get; } = new(18, 19, 19);

    /// <summary>For the first steps of a search.</summary>
    public static GridPolicy Coarse { get; } = new(12, 13, 13);

    /// <summary>Whether an answer that is in doubt is worth more work.</summary>
    public bool MayRefine => RefinedBits > MostBits;

    /// <summary>The binary logarithm of the number of points that a window needs, at most that of the policy.</summary>
    /// <param name="window">The window.</param>
    /// <param name="allowance">How much variance rounding may add to each of the composed losses.</param>
    /// <exception cref="ArgumentException">The given interval is too fine for any grid.</exception>
    public int Bits(LossWindow window, double allowance)
    {
        int bits = LeastBits;
        if (Interval is null)
        {
            // Rounding to a grid of this step adds about step²/6 to the variance of each loss.
            while (bits < MostBits && Spread(window, bits) * Spread(window, bits) > 6 * allowance)
                bits++;
            return bits;
        }

        while (Spread(window, bits) > Interval)
        {
            if (++bits > FourierTransform.MaximumBits)
                throw TooFine();
        }

        return bits;
    }

    /// <summary>The distance between grid points.</summary>
    /// <param name="window">The window.</param>
    /// <param name="singleWidth">Width of the widest single loss.</param>
    /// <param name="bits">The grid has 2 to this power points.</param>
    /// <exception cref="ArgumentException">The given interval is too fine for a single loss.</exception>
    public double Step(LossWindow window, double singleWidth, int bits)
    {
        if (Interval is not { } interval)
            return Math.Max(Spread(window, bits), Math.Max(FinestStep, singleWidth / LargestSingleGrid));
        return singleWidth / interval < 1 << FourierTransform.MaximumBits ? interval : throw TooFine();
    }

    /// <summary>A policy whose grids make rounding cost so many times less, or null if none may.</summary>
    /// <param name="bits">The grid so far had 2 to this power points.</param>
    /// <param name="times">By how much less rounding should cost.</param>
    public GridPolicy? Finer(int bits, double times)
    {
        // What rounding adds shrinks with the square of the step.
        int more = Math.Min(RefinedBits - bits, (int)Math.Ceiling(Math.Log(times) / Math.Log(4)));
        if (more <= 0)
            return null;
        return Interval is { } interval ? this with { Interval = interval / (1 << more) } : this with { LeastBits = bits + more, MostBits = Math.Max(bits + more, MostBits) };
    }

    private static double Spread(LossWindow window, int bits) => (window.High - window.Low) / ((1 << bits) - 8);

    private static ArgumentException TooFine() =>
        new("The discretisation interval is too fine for this composition: a grid of 2^24 points does not hold it. Choose a wider one or none.");
}
