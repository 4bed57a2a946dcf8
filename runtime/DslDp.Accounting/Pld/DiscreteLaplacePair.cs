using System;
using System.Collections.Generic;

namespace DslDp.Accounting;

/// <summary>
/// The discrete Laplace mechanism: P has the mass (1 − e^(−a))/(1 + e^(−a))·exp(−a|x − s|) at the whole number x, and Q the same with s = 0.
/// All outcomes beyond 0 and s have the losses ∓as.
/// </summary>
internal sealed class DiscreteLaplacePair(double noiseParameter, long sensitivity) : LossPair
{
    public override bool IsSymmetric => true;

    public override double Lower => 0;

    public override double Upper => 0;

    public override LossTails Tails => default;

    public override IReadOnlyList<LossAtom> Atoms { get; } = Outcomes(noiseParameter, sensitivity);

    public override double LogDensity(double outcome) => double.NegativeInfinity;

    public override double Loss(double outcome) => 0;

    public override double Outcome(double loss) => 0;

    public override double Rate(double outcome) => 1;

    private static List<LossAtom> Outcomes(double noiseParameter, long sensitivity)
    {
        double end = 1 / (1 + Math.Exp(-noiseParameter));
        double peak = -SmallDifferences.Expm1(-noiseParameter) * end;
        var atoms = new List<LossAtom>
        {
            new(noiseParameter * sensitivity, end),
            new(-noiseParameter * sensitivity, end * Math.Exp(-noiseParameter * sensitivity)),
        };
        for (long x = 1; x < sensitivity; x++)
            atoms.Add(new LossAtom(noiseParameter * ((2 * x) - sensitivity), peak * Math.Exp(-noiseParameter * (sensitivity - x))));
        return atoms;
    }
}
