using System;
using System.Linq;
using System.Runtime.CompilerServices;

namespace DslDp.Accounting;

/// <summary>
/// Puts a pair's losses on the grid i·step without understating them ("connect the dots", Doroshenko, Ghazi, Kamath, Kumar and Manurangsi
/// 2022, arXiv 2207.04380): an outcome with a loss between two grid points is divided between them so that its probabilities under P and
/// under Q both stay. The hockey-stick curve of the result is exact at grid points and above the true one between them, in both
/// directions. What lies beyond the pair's ends is moved up, or to infinity.
/// </summary>
internal sealed class LossDiscretizer : ILossSink
{
    private readonly LossPair pair;
    private readonly double step;
    private readonly bool exchanged;
    private readonly double wholeShare;
    private readonly long lowest;
    private readonly double[] masses;
    private double roundingVariance;
    private long cell;

    private LossDiscretizer(LossPair pair, double step, bool exchanged)
    {
        this.pair = pair;
        this.step = step;
        this.exchanged = exchanged;
        wholeShare = -SmallDifferences.Expm1(-step);
        double least = pair.Loss(pair.Lower), most = pair.Loss(pair.Upper);
        foreach (LossAtom atom in pair.Atoms)
            (least, most) = (Math.Min(least, atom.Loss), Math.Max(most, atom.Loss));
        (least, most) = exchanged ? (-most, -least) : (least, most);
        lowest = (long)Math.Floor(least / step) - 1;
        masses = new double[(long)Math.Ceiling(most / step) + 2 - lowest];
    }

    /// <summary>The losses of one of several pairs that is chosen and told: of P against Q or, exchanged, of Q against P.</summary>
    public static DiscreteLoss Discretise(LossAlternatives losses, double step, bool exchanged) => losses.Parts.Count == 1
        ? Discretise(losses.Parts[0].Pair, step, exchanged)
        : DiscreteLoss.Mix(losses.Parts.Select(part => (part.Weight, Discretise(part.Pair, step, exchanged))).ToList());

    private static DiscreteLoss Discretise(LossPair pair, double step, bool exchanged)
    {
        var grid = new LossDiscretizer(pair, step, exchanged);
        if (pair.Upper > pair.Lower)
            grid.AddDensities();
        foreach (LossAtom atom in pair.Atoms)
            grid.AddAtom(atom);
        return grid.Result();
    }

    private DiscreteLoss Result()
    {
        LossTails tails = pair.Tails;
        (double end, double below, double beyond) = exchanged
            ? (-pair.Loss(pair.Upper), tails.UpperQ, tails.LowerQ + tails.OnlyQ)
            : (pair.Loss(pair.Lower), tails.LowerP, tails.UpperP + tails.OnlyP);
        masses[(long)Math.Ceiling(end / step) - lowest] += below;
        return new DiscreteLoss(lowest, masses, beyond, roundingVariance);
    }

    private void AddAtom(LossAtom atom)
    {
        cell = (long)Math.Floor(atom.Loss / step);
        Add(exchanged ? atom.Mass * Math.Exp(-atom.Loss) : atom.Mass, atom.Loss);
    }

    [MethodImpl(HotLoop.Optimize)]
    private void AddDensities()
    {
        double from = pair.Lower;
        long last = (long)Math.Floor(pair.Loss(pair.Upper) / step);
        for (cell = (long)Math.Floor(pair.Loss(from) / step); from < pair.Upper; cell++)
        {
            double to = cell >= last ? pair.Upper : Math.Min(pair.Upper, pair.Outcome((cell + 1) * step));
            CellQuadrature.Integrate(pair, from, to, exchanged, this);
            from = Math.Max(from, to);
        }
    }

    /// <summary>
    /// Divides a mass between the ends of the cell in which log P/Q lies: of a loss y above the lower end, the share
    /// (1 − exp(−y))/(1 − exp(−step)) goes to the upper end.
    /// </summary>
    [MethodImpl(HotLoop.Optimize)]
    public void Add(double mass, double logRatio)
    {
        double offset = Math.Min(step, Math.Max(0, logRatio - (cell * step)));
        double above = exchanged ? step - offset : offset;
        double share = CellQuadrature.UpperShare(above, wholeShare);
        long at = (exchanged ? -cell - 1 : cell) - lowest;
        masses[at] += mass * (1 - share);
        masses[at + 1] += mass * share;
        roundingVariance += mass * share * (1 - share) * step * step;
    }
}
