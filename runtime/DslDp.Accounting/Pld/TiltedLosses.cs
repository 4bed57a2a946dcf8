using System;
using System.Collections.Generic;

namespace DslDp.Accounting;

/// <summary>The discrete losses of a composition in one direction, tilted: probabilities are multiplied by exp(tilt·loss) and rescaled to one.</summary>
internal sealed class TiltedLosses
{
    private readonly List<TiltedPart> parts;

    public TiltedLosses(List<TiltedPart> parts, LossWindow window, double step)
    {
        this.parts = parts;
        Window = window;
        Step = step;
        Lowest = (long)Math.Floor(window.Low / step);
        foreach (TiltedPart part in parts)
        {
            LogScale += part.Count * part.LogScale;
            Count += part.Count;
        }
    }

    public LossWindow Window { get; }

    /// <summary>Index of the first grid point of the window.</summary>
    public long Lowest { get; }

    public double LogScale { get; }

    public double Count { get; }

    public double Step { get; }

    public int Parts => parts.Count;

    public long CountOf(int part) => parts[part].Count;

    /// <summary>1 − Π(1 − probability of an infinite loss).</summary>
    public double Infinity => -SmallDifferences.Expm1(Sum(part => SmallDifferences.Log1p(-Math.Min(1, part.Loss.Infinity))));

    /// <summary>How much variance the discretisation added to the composed loss at most.</summary>
    public double RoundingVariance => Sum(part => part.Loss.RoundingVariance);

    /// <summary>Adds a part's tilted probabilities, folded onto a circle.</summary>
    public void Fold(int part, double[] circle) => parts[part].Fold(circle);

    /// <summary>Chernoff's bound on the probability that the composed loss is at or above a number.</summary>
    public double ProbabilityAbove(double loss)
    {
        if (Sum(part => part.Loss.Lowest + part.Loss.Masses.Length - 1) * Step < loss)
            return 0;
        double log = Sum(part => part.LogMoment(Window.UpperTilt)) - (Window.UpperTilt * loss);
        // The two terms may be large and nearly equal.
        return Math.Min(1, Math.Exp(log + (1e-14 * Math.Abs(Window.UpperTilt * loss))));
    }

    /// <summary>The sum over all single losses.</summary>
    private double Sum(Func<TiltedPart, double> each)
    {
        double sum = 0;
        foreach (TiltedPart part in parts)
            sum += part.Count * each(part);
        return sum;
    }
}
