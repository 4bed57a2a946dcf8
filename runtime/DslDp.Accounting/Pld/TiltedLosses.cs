using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;

namespace DslDp.Accounting;

/// <summary>The discrete losses of a composition in one direction, tilted: probabilities are multiplied by exp(tilt·loss) and rescaled to one.</summary>
internal sealed class TiltedLosses
{
    private readonly List<(DiscreteLoss Loss, long Count)> parts;
    private readonly List<double> logScales;
    private readonly double step;

    public TiltedLosses(IEnumerable<(DiscreteLoss Loss, long Count)> losses, LossWindow window, double step)
    {
        parts = losses.ToList();
        Window = window;
        this.step = step;
        logScales = parts.Select(part => LogMoment(part.Loss, window.Tilt)).ToList();
        Lowest = (long)Math.Floor(window.Low / step);
        LogScale = parts.Zip(logScales, (part, scale) => part.Count * scale).Sum();
        Count = parts.Sum(part => (double)part.Count);
    }

    public LossWindow Window { get; }

    /// <summary>Index of the first grid point of the window.</summary>
    public long Lowest { get; }

    public double LogScale { get; }

    public double Count { get; }

    public double Step => step;

    public int Parts => parts.Count;

    public long CountOf(int part) => parts[part].Count;

    /// <summary>1 − Π(1 − probability of an infinite loss).</summary>
    public double Infinity =>
        -SmallDifferences.Expm1(parts.Sum(part => part.Count * SmallDifferences.Log1p(-Math.Min(1, part.Loss.Infinity))));

    /// <summary>How much variance the discretisation added to the composed loss at most.</summary>
    public double RoundingVariance => parts.Sum(part => part.Count * part.Loss.RoundingVariance);

    /// <summary>Adds a part's tilted probabilities, folded onto a circle.</summary>
    [MethodImpl(HotLoop.Optimize)]
    public void Fold(int part, double[] circle)
    {
        DiscreteLoss loss = parts[part].Loss;
        long mask = circle.Length - 1;
        for (int i = 0; i < loss.Masses.Length; i++)
        {
            if (loss.Masses[i] > 0)
                circle[(loss.Lowest + i) & mask] += Tilted(loss.Masses[i], (Window.Tilt * (loss.Lowest + i) * step) - logScales[part]);
        }
    }

    /// <summary>Chernoff's bound on the probability that the composed loss is at or above a number.</summary>
    public double ProbabilityAbove(double loss)
    {
        if (parts.Sum(part => (double)part.Count * (part.Loss.Lowest + part.Loss.Masses.Length - 1)) * step < loss)
            return 0;
        double log = parts.Sum(part => part.Count * LogMoment(part.Loss, Window.UpperTilt)) - (Window.UpperTilt * loss);
        // The two terms may be large and nearly equal.
        return Math.Min(1, Math.Exp(log + (1e-14 * Math.Abs(Window.UpperTilt * loss))));
    }

    private static double Tilted(double mass, double exponent) =>
        exponent < 600 ? mass * Math.Exp(exponent) : Math.Exp(exponent + Math.Log(mass));

    [MethodImpl(HotLoop.Optimize)]
    private double LogMoment(DiscreteLoss loss, double theta)
    {
        var far = default(LogSum);
        double near = 0;
        for (int i = 0; i < loss.Masses.Length; i++)
        {
            if (loss.Masses[i] == 0)
                continue;
            double exponent = theta * (loss.Lowest + i) * step;
            if (exponent < 600)
                near += loss.Masses[i] * Math.Exp(exponent);
            else
                far.Add(exponent + Math.Log(loss.Masses[i]));
        }

        far.Add(Math.Log(near));
        return far.Value;
    }
}
