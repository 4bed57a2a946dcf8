using System;

namespace DslDp.Accounting;

/// <summary>
/// The exponential mechanism: whatever the neighbours, its losses lie in [t − ε, t] for some t from 0 to ε (Dong, Durfee and Rogers 2020,
/// arXiv 1909.13830). For a given t two losses are worst, t with probability (exp ε − exp t)/(exp ε − 1), and over t their curves have the
/// envelope δ(x) = (1 − exp((x − ε)/2))²/(1 − exp(−ε)). It belongs to losses with the density exp((loss − ε)/2)/(2(1 − exp(−ε))) between ±ε,
/// by which outcomes are named here.
/// </summary>
internal sealed class BoundedRangePair(double epsilon) : LossPair
{
    private readonly double logScale = (-epsilon / 2) - Math.Log(-2 * SmallDifferences.Expm1(-epsilon));

    public override bool IsSymmetric => true;

    public override double Lower => -epsilon;

    public override double Upper => epsilon;

    public override LossTails Tails => default;

    public override double LogDensity(double outcome) => logScale - (outcome / 2);

    public override double Loss(double outcome) => outcome;

    public override double Outcome(double loss) => loss;

    public override double Rate(double outcome) => 1;
}
