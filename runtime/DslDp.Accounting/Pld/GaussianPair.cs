using System;
using System.Runtime.CompilerServices;

namespace DslDp.Accounting;

/// <summary>N(1, σ²) against N(0, σ²): the Gaussian mechanism.</summary>
internal sealed class GaussianPair : LossPair
{
    private readonly double deviation;
    private readonly double precision;
    private readonly double logScale;

    /// <summary>Makes the pair.</summary>
    /// <param name="deviation">Standard deviation of the noise divided by the sensitivity.</param>
    /// <param name="tailMass">Probability that may be left out at each end.</param>
    public GaussianPair(double deviation, double tailMass)
    {
        this.deviation = deviation;
        precision = 1 / (deviation * deviation);
        logScale = -Math.Log(deviation * Math.Sqrt(2 * Math.PI));
        double reach = Reach(tailMass) * deviation;
        Lower = -reach;
        Upper = 1 + reach;
        Tails = new LossTails(NormalTail.Above((1 + reach) / deviation), NormalTail.Above(reach / deviation),
            NormalTail.Above(reach / deviation), NormalTail.Above((1 + reach) / deviation));
    }

    public override bool IsSymmetric => true;

    public override double Lower { get; }

    public override double Upper { get; }

    public override LossTails Tails { get; }

    /// <summary>How many standard deviations out the tail is below the given mass: P(Z &gt; x) ≤ exp(−x²/2)/2.</summary>
    public static double Reach(double tailMass) => Math.Sqrt(Math.Max(1, -2 * Math.Log(2 * tailMass)));

    [MethodImpl(HotLoop.Optimize)]
    public override double LogDensity(double outcome) => logScale - (outcome * outcome * precision / 2);

    [MethodImpl(HotLoop.Optimize)]
    public override double Loss(double outcome) => (outcome - 0.5) * precision;

    [MethodImpl(HotLoop.Optimize)]
    public override double Outcome(double loss) => (loss / precision) + 0.5;

    [MethodImpl(HotLoop.Optimize)]
    public override double Rate(double outcome) => (1 / deviation) + ((Math.Abs(outcome) + 1) * precision);
}
