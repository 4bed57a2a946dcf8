using System;
using System.Runtime.CompilerServices;

namespace DslDp.Accounting;

/// <summary>One of the losses of a composition, discretised, with the number of times that it is added and the tilt.</summary>
internal sealed class TiltedPart
{
    private readonly double tilt;
    private readonly double step;

    public TiltedPart(DiscreteLoss loss, long count, double tilt, double step)
    {
        Loss = loss;
        Count = count;
        this.tilt = tilt;
        this.step = step;
        LogScale = LogMoment(tilt);
    }

    public DiscreteLoss Loss { get; }

    public long Count { get; }

    /// <summary>Logarithm of the tilt's normalising constant.</summary>
    public double LogScale { get; }

    /// <summary>Adds the tilted probabilities, folded onto a circle.</summary>
    [MethodImpl(HotLoop.Optimize)]
    public void Fold(double[] circle)
    {
        long mask = circle.Length - 1;
        for (int i = 0; i < Loss.Masses.Length; i++)
        {
            if (Loss.Masses[i] > 0)
                circle[(Loss.Lowest + i) & mask] += Tilted(Loss.Masses[i], (tilt * (Loss.Lowest + i) * step) - LogScale);
        }
    }

    /// <summary>The logarithm of E exp(theta·loss).</summary>
    [MethodImpl(HotLoop.Optimize)]
    public double LogMoment(double theta)
    {
        var far = default(LogSum);
        double near = 0;
        for (int i = 0; i < Loss.Masses.Length; i++)
        {
            if (Loss.Masses[i] == 0)
                continue;
            double exponent = theta * (Loss.Lowest + i) * step;
            if (exponent < 600)
                near += Loss.Masses[i] * Math.Exp(exponent);
            else
                far.Add(exponent + Math.Log(Loss.Masses[i]));
        }

        far.Add(Math.Log(near));
        return far.Value;
    }

    private static double Tilted(double mass, double exponent) =>
        exponent < 600 ? mass * Math.Exp(exponent) : Math.Exp(exponent + Math.Log(mass));
}
