using System;
using System.Linq;

namespace DslDp.Accounting;

/// <summary>
/// Puts a pair's losses on the grid i·step without understating them ("connect the dots", Doroshenko, Ghazi, Kamath, Kumar and Manurangsi
/// 2022, arXiv 2207.04380): an outcome with a loss between two grid points is divided between them so that its probabilities under P and
/// under Q both stay. The hockey-stick curve of the result is exact at grid points and above the true one between them, in both
/// directions. What lies beyond the pair's ends is moved up, or to infinity.
/// </summary>
internal sealed class LossDiscretizer
{
    private static readonly double[][] Nodes =
    [
        [-0.57735026918962576, 0.57735026918962576],
        [-0.77459666924148338, 0, 0.77459666924148338],
        [-0.90617984593866399, -0.53846931010568309, 0, 0.53846931010568309, 0.90617984593866399],
    ];

    private static readonly double[][] Weights =
    [
        [0.5, 0.5],
        [5 / 18.0, 8 / 18.0, 5 / 18.0],
        [0.11846344252809454, 0.23931433524968324, 0.28444444444444444, 0.23931433524968324, 0.11846344252809454],
    ];

    private readonly LossPair pair;
    private readonly double step;
    private readonly double wholeShare;
    private readonly long lowest;
    private readonly double[] masses;
    private double roundingVariance;

    private LossDiscretizer(LossPair pair, double step)
    {
        this.pair = pair;
        this.step = step;
        wholeShare = -SmallDifferences.Expm1(-step);
        double least = pair.Loss(pair.Lower), most = pair.Loss(pair.Upper);
        foreach (LossAtom atom in pair.Atoms)
            (least, most) = (Math.Min(least, atom.Loss), Math.Max(most, atom.Loss));
        lowest = (long)Math.Floor(least / step) - 1;
        masses = new double[(long)Math.Ceiling(most / step) + 2 - lowest];
    }

    /// <summary>The losses in both directions: of P against Q, and of Q against P.</summary>
    public static (DiscreteLoss Forward, DiscreteLoss Backward) Discretise(LossPair pair, double step)
    {
        var grid = new LossDiscretizer(pair, step);
        if (pair.Upper > pair.Lower)
            grid.AddDensities();
        foreach (LossAtom atom in pair.Atoms)
            grid.Add(atom.Mass, (long)Math.Floor(atom.Loss / step), atom.Loss);
        DiscreteLoss forward = grid.Forward();
        return (forward, pair.IsSymmetric ? forward : grid.Backward());
    }

    /// <summary>The losses of several pairs of which one is chosen and told.</summary>
    public static (DiscreteLoss Forward, DiscreteLoss Backward) Discretise(LossAlternatives losses, double step)
    {
        var parts = losses.Parts.Select(part => (part.Weight, Losses: Discretise(part.Pair, step))).ToList();
        return (DiscreteLoss.Mix(parts.Select(part => (part.Weight, part.Losses.Forward))), DiscreteLoss.Mix(parts.Select(part => (part.Weight, part.Losses.Backward))));
    }

    private DiscreteLoss Forward()
    {
        var forward = (double[])masses.Clone();
        forward[(long)Math.Ceiling(pair.Loss(pair.Lower) / step) - lowest] += pair.Tails.LowerP;
        return new DiscreteLoss(lowest, forward, pair.Tails.UpperP + pair.Tails.OnlyP, roundingVariance);
    }

    private DiscreteLoss Backward()
    {
        int count = masses.Length;
        long first = -(lowest + count - 1);
        var backward = new double[count];
        for (int i = 0; i < count; i++)
            backward[count - 1 - i] = masses[i] == 0 ? 0 : masses[i] * Math.Exp(-(lowest + i) * step);
        backward[(long)Math.Ceiling(-pair.Loss(pair.Upper) / step) - first] += pair.Tails.UpperQ;
        return new DiscreteLoss(first, backward, pair.Tails.LowerQ + pair.Tails.OnlyQ, step * step / 4);
    }

    private void AddDensities()
    {
        double from = pair.Lower;
        for (long cell = (long)Math.Floor(pair.Loss(from) / step); from < pair.Upper; cell++)
        {
            double to = Math.Min(pair.Upper, pair.Outcome((cell + 1) * step));
            if (cell + 2 - lowest >= masses.Length)
                to = pair.Upper;
            while (from < to)
            {
                // Half a length of smoothness at a time: five nodes are then exact to rounding, and fewer on shorter stretches.
                double end = Math.Min(to, from + (0.5 / pair.Rate(from)));
                AddStretch(cell, from, end);
                from = end;
            }
        }
    }

    private void AddStretch(long cell, double from, double to)
    {
        double half = (to - from) / 2, middle = from + half;
        double relative = (to - from) * pair.Rate(middle);
        int rule = relative < 0.004 ? 0 : relative < 0.04 ? 1 : 2;
        double[] nodes = Nodes[rule], weights = Weights[rule];
        for (int i = 0; i < nodes.Length; i++)
        {
            double outcome = middle + (half * nodes[i]);
            double loss = pair.Loss(outcome);
            Add(2 * half * weights[i] * Math.Exp(pair.LogDensity(outcome) + loss), cell, loss);
        }
    }

    /// <summary>Divides a mass with a loss y above the lower end of a cell: the share (1 − exp(−y))/(1 − exp(−step)) goes to the upper end.</summary>
    private void Add(double mass, long cell, double loss)
    {
        double above = Math.Min(step, Math.Max(0, loss - (cell * step)));
        double share = Math.Min(1, (above < 1e-3 ? above * (1 - (above / 2 * (1 - (above / 3 * (1 - (above / 4)))))) : -SmallDifferences.Expm1(-above)) / wholeShare);
        masses[cell - lowest] += mass * (1 - share);
        masses[cell + 1 - lowest] += mass * share;
        roundingVariance += mass * share * (1 - share) * step * step;
    }
}
