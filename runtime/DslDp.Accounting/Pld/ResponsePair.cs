using System;
using System.Collections.Generic;

namespace DslDp.Accounting;

/// <summary>
/// Randomised response with ε that fails openly with probability δ: it dominates every (ε, δ)-differentially private mechanism (Kairouz,
/// Oh and Viswanath 2015). Where there are more than two answers, the others have no loss.
/// </summary>
internal sealed class ResponsePair(double epsilon, double delta, double others = 0) : LossPair
{
    public override bool IsSymmetric => true;

    public override double Lower => 0;

    public override double Upper => 0;

    public override LossTails Tails => new(0, 0, 0, 0, delta, delta);

    public override IReadOnlyList<LossAtom> Atoms { get; } = Responses(epsilon, 1 - delta - others, others);

    public override double LogDensity(double outcome) => double.NegativeInfinity;

    public override double Loss(double outcome) => 0;

    public override double Outcome(double loss) => 0;

    public override double Rate(double outcome) => 1;

    private static List<LossAtom> Responses(double epsilon, double mass, double others)
    {
        double smaller = Math.Exp(-epsilon) / (1 + Math.Exp(-epsilon));
        var atoms = new List<LossAtom> { new(epsilon, mass * (1 - smaller)), new(-epsilon, mass * smaller) };
        if (others > 0)
            atoms.Add(new LossAtom(0, others));
        return atoms;
    }
}
