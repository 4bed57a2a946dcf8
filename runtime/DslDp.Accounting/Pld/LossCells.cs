using System;
using System.Collections.Generic;
using System.Linq;

namespace DslDp.Accounting;

/// <summary>
/// Losses of one direction on the ends of equal cells of outcomes: fine where the losses are dense and coarse where they are rare, which a
/// grid of equal steps cannot be.
/// </summary>
internal sealed class LossCells(bool exchanged) : ILossSink
{
    private readonly List<(double Loss, double Mass)> points = new();
    private (double Below, double Above) cell;
    private double wholeShare;
    private double lowerMass;
    private double upperMass;

    /// <summary>Probability of an infinite loss.</summary>
    public double Infinity { get; private set; }

    /// <summary>Adds the losses of a pair.</summary>
    public void Add(LossPair pair, double weight, int cells)
    {
        LossTails tails = pair.Tails;
        double width = (pair.Upper - pair.Lower) / cells;
        double lower = pair.Loss(pair.Lower), upper = pair.Loss(pair.Upper);
        double below = lower;
        for (int i = 0; width > 0 && i < cells; i++)
        {
            double from = pair.Lower + (i * width), above = i == cells - 1 ? upper : pair.Loss(from + width);
            AddCell(pair, weight, from, from + width, below, above);
            below = above;
        }

        foreach (LossAtom atom in pair.Atoms)
            points.Add(exchanged ? (-atom.Loss, weight * atom.Mass * Math.Exp(-atom.Loss)) : (atom.Loss, weight * atom.Mass));
        points.Add(exchanged ? (-upper, weight * tails.UpperQ) : (lower, weight * tails.LowerP));
        Infinity += weight * (exchanged ? tails.LowerQ + tails.OnlyQ : tails.UpperP + tails.OnlyP);
    }

    /// <summary>The losses in ascending order with their probabilities.</summary>
    public (double[] Losses, double[] Masses) Sorted()
    {
        var losses = new List<double>();
        var masses = new List<double>();
        foreach ((double loss, double mass) in points.Where(point => point.Mass > 0).OrderBy(point => point.Loss))
        {
            if (losses.Count > 0 && losses[losses.Count - 1] == loss)
            {
                masses[masses.Count - 1] += mass;
                continue;
            }

            losses.Add(loss);
            masses.Add(mass);
        }

        return (losses.ToArray(), masses.ToArray());
    }

    private void AddCell(LossPair pair, double weight, double from, double to, double below, double above)
    {
        cell = (below, above);
        wholeShare = -SmallDifferences.Expm1(below - above);
        (lowerMass, upperMass) = (0, 0);
        CellQuadrature.Integrate(pair, from, to, exchanged, this);
        (double Lower, double Upper) ends = exchanged ? (-above, -below) : (below, above);
        points.Add((ends.Lower, weight * lowerMass));
        points.Add((ends.Upper, weight * upperMass));
    }

    void ILossSink.Add(double mass, double logRatio)
    {
        (double below, double above) = cell;
        double distance = Math.Min(above - below, Math.Max(0, exchanged ? above - logRatio : logRatio - below));
        double share = wholeShare > 0 ? CellQuadrature.UpperShare(distance, wholeShare) : 1;
        lowerMass += mass * (1 - share);
        upperMass += mass * share;
    }
}
