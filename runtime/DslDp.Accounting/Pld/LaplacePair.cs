using System;
using System.Collections.Generic;

namespace DslDp.Accounting;

/// <summary>
/// The Laplace mechanism, its outcomes named by their losses: with t = sensitivity/scale, the losses ±t have positive probability and
/// those between have densities exp(−t/2)exp(±loss/2)/4.
/// </summary>
internal sealed class LaplacePair(double lossBound) : LossPair
{
    public override bool IsSymmetric => true;

    public override double Lower => -lossBound;

    public override double Upper => lossBound;

    public override LossTails Tails => default;

    public override IReadOnlyList<LossAtom> Atoms { get; } = [new(lossBound, 0.5), new(-lossBound, Math.Exp(-lossBound) / 2)];

    public override double LogDensity(double outcome) => ((-lossBound - outcome) / 2) - Math.Log(4);

    public override double Loss(double outcome) => outcome;

    public override double Outcome(double loss) => loss;

    public override double Rate(double outcome) => 1;
}
