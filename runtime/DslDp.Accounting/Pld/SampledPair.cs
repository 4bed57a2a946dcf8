using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;

namespace DslDp.Accounting;

/// <summary>
/// Poisson sampling of a dominated mechanism under add-or-remove-one and zero-out: (1−q)Q + qP against Q dominates in one direction and,
/// exchanged, in the other (Zhu, Dong and Wang 2022, arXiv 2106.08567).
/// </summary>
internal sealed class SampledPair : LossPair
{
    private readonly double probability;
    private readonly LossPair whole;

    public SampledPair(double probability, LossPair whole)
    {
        this.probability = probability;
        this.whole = whole;
        LossTails tails = whole.Tails;
        double rest = 1 - probability;
        Tails = new LossTails(
            (rest * tails.LowerQ) + (probability * tails.LowerP),
            tails.LowerQ,
            (rest * tails.UpperQ) + (probability * tails.UpperP),
            tails.UpperQ,
            probability * tails.OnlyP);
        var atoms = whole.Atoms.Select(atom => new LossAtom(Sampled(atom.Loss), atom.Mass * (probability + (rest * Math.Exp(-atom.Loss))))).ToList();
        if (tails.OnlyQ > 0)
            atoms.Add(new LossAtom(SmallDifferences.Log1p(-probability), rest * tails.OnlyQ));
        Atoms = atoms;
    }

    public override bool IsSymmetric => false;

    public override double Lower => whole.Lower;

    public override double Upper => whole.Upper;

    public override LossTails Tails { get; }

    public override IReadOnlyList<LossAtom> Atoms { get; }

    [MethodImpl(HotLoop.Optimize)]
    public override double LogDensity(double outcome) => whole.LogDensity(outcome);

    [MethodImpl(HotLoop.Optimize)]
    public override double Loss(double outcome) => Sampled(whole.Loss(outcome));

    [MethodImpl(HotLoop.Optimize)]
    public override double Outcome(double loss)
    {
        double ratio = loss > 500 ? double.PositiveInfinity : SmallDifferences.Expm1(loss) / probability;
        if (ratio <= -1)
            return double.NegativeInfinity;
        return whole.Outcome(double.IsPositiveInfinity(ratio) ? loss - Math.Log(probability) : SmallDifferences.Log1p(ratio));
    }

    [MethodImpl(HotLoop.Optimize)]
    public override double Rate(double outcome) => whole.Rate(outcome);

    [MethodImpl(HotLoop.Optimize)]
    private double Sampled(double loss) =>
        loss > 500 ? loss + Math.Log(probability) : SmallDifferences.Log1p(probability * SmallDifferences.Expm1(loss));
}
