using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;

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

    /// <summary>The sketch of P against Q.</summary>
    public static LossSketch Of(LossAlternatives alternatives)
    {
        var losses = new List<double>();
        var logMasses = new List<double>();
        foreach ((double weight, LossPair pair) in alternatives.Parts)
            Add(pair, Math.Log(weight), losses, logMasses);
        return new LossSketch(losses.ToArray(), logMasses.ToArray());
    }

    /// <summary>The sketch of Q against P.</summary>
    public LossSketch Mirrored()
    {
        var mirroredLosses = new double[losses.Length];
        var mirroredLogMasses = new double[losses.Length];
        for (int i = 0; i < losses.Length; i++)
            (mirroredLosses[i], mirroredLogMasses[i]) = (-losses[i], logMasses[i] - losses[i]);
        return new LossSketch(mirroredLosses, mirroredLogMasses);
    }

    [MethodImpl(HotLoop.Optimize)]
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

    private static void Add(LossPair pair, double logWeight, List<double> losses, List<double> logMasses)
    {
        double width = (pair.Upper - pair.Lower) / Nodes;
        for (int i = 0; width > 0 && i <= Nodes; i++)
        {
            double outcome = pair.Lower + (i * width);
            double loss = pair.Loss(outcome);
            losses.Add(loss);
            logMasses.Add(logWeight + pair.LogDensity(outcome) + loss + Math.Log(width));
        }

        foreach (LossAtom atom in pair.Atoms)
        {
            losses.Add(atom.Loss);
            logMasses.Add(logWeight + Math.Log(atom.Mass));
        }
    }
}
