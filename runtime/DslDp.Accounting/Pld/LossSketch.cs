using System;

namespace DslDp.Accounting;

/// <summary>
/// A few hundred losses that stand for a composition's parts, in one direction: good enough to decide where to look and how finely. No
/// result depends on its accuracy.
/// </summary>
internal sealed class LossSketch
{
    private const int Nodes = 256;

    private readonly double[] losses;
    private readonly double[] logMasses;

    private LossSketch(double[] losses, double[] logMasses)
    {
        this.losses = losses;
        this.logMasses = logMasses;
    }

    /// <summary>The sketches of P against Q and of Q against P.</summary>
    public static (LossSketch Forward, LossSketch Backward) Of(LossPair pair)
    {
        int densities = pair.Upper > pair.Lower ? Nodes + 1 : 0;
        int count = densities + pair.Atoms.Count;
        var losses = new double[count];
        var logMasses = new double[count];
        double width = (pair.Upper - pair.Lower) / Nodes;
        for (int i = 0; i < densities; i++)
        {
            double outcome = pair.Lower + (i * width);
            losses[i] = pair.Loss(outcome);
            logMasses[i] = pair.LogDensity(outcome) + losses[i] + Math.Log(width);
        }

        for (int i = densities; i < count; i++)
            (losses[i], logMasses[i]) = (pair.Atoms[i - densities].Loss, Math.Log(pair.Atoms[i - densities].Mass));
        var mirroredLosses = new double[count];
        var mirroredLogMasses = new double[count];
        for (int i = 0; i < count; i++)
            (mirroredLosses[i], mirroredLogMasses[i]) = (-losses[i], logMasses[i] - losses[i]);
        return (new LossSketch(losses, logMasses), new LossSketch(mirroredLosses, mirroredLogMasses));
    }

    public Cumulants At(double theta)
    {
        double largest = double.NegativeInfinity;
        for (int i = 0; i < losses.Length; i++)
            largest = Math.Max(largest, logMasses[i] + (theta * losses[i]));
        if (double.IsNegativeInfinity(largest))
            return new Cumulants(0, 0, 0);
        double sum = 0, first = 0, second = 0;
        for (int i = 0; i < losses.Length; i++)
        {
            double weight = Math.Exp(logMasses[i] + (theta * losses[i]) - largest);
            sum += weight;
            first += weight * losses[i];
            second += weight * losses[i] * losses[i];
        }

        double mean = first / sum;
        return new Cumulants(largest + Math.Log(sum), mean, Math.Max(0, (second / sum) - (mean * mean)));
    }
}
