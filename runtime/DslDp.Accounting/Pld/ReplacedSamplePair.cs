using System;

namespace DslDp.Accounting;

/// <summary>
/// The Poisson-sampled Gaussian mechanism under replace-one: (1−q)N(0, σ²) + qN(1, σ²) against (1−q)N(0, σ²) + qN(−1, σ²). The replaced
/// record is sampled with probability q and then contributes two vectors within the clipping norm, opposite ones at worst (Schuchardt,
/// Stoian, Kosmala and Günnemann 2024, arXiv 2403.04867, which derives it as one insertion and one removal).
/// </summary>
internal sealed class ReplacedSamplePair : LossPair
{
    private readonly double probability;
    private readonly double deviation;
    private readonly double precision;
    private readonly double logScale;

    /// <summary>Makes the pair.</summary>
    /// <param name="probability">Sampling probability q, above 0 and below 1.</param>
    /// <param name="deviation">Standard deviation of the noise divided by the clipping norm.</param>
    /// <param name="tailMass">Probability that may be left out at each end.</param>
    public ReplacedSamplePair(double probability, double deviation, double tailMass)
    {
        this.probability = probability;
        this.deviation = deviation;
        precision = 1 / (deviation * deviation);
        logScale = -Math.Log(deviation * Math.Sqrt(2 * Math.PI));
        double reach = GaussianPair.Reach(tailMass) * deviation;
        Lower = -1 - reach;
        Upper = 1 + reach;
        double middle = (1 - probability) * NormalTail.Above(Upper / deviation);
        double near = middle + (probability * NormalTail.Above(reach / deviation));
        double far = middle + (probability * NormalTail.Above((Upper + 1) / deviation));
        Tails = new LossTails(far, near, near, far);
    }

    public override bool IsSymmetric => true;

    public override double Lower { get; }

    public override double Upper { get; }

    public override LossTails Tails { get; }

    public override double LogDensity(double outcome) =>
        logScale - (outcome * outcome * precision / 2) + LogRatio(-outcome);

    public override double Loss(double outcome) => LogRatio(outcome) - LogRatio(-outcome);

    /// <summary>
    /// With y = exp(outcome/σ²), k = exp(−1/(2σ²)) and e = exp(loss): q·k·y² − (1−q)(e−1)y − e·q·k = 0, of which y is the positive root.
    /// </summary>
    public override double Outcome(double loss)
    {
        // The pair is symmetric, and for a positive loss no term cancels.
        if (loss <= 0)
            return loss == 0 ? 0 : -Outcome(-loss);
        double logWeight = Math.Log(probability) - (precision / 2);
        double linear = (1 - probability) * SmallDifferences.Expm1(Math.Min(loss, 600));
        double root = Math.Sqrt((linear * linear) + (4 * Math.Exp(Math.Min(loss, 600) + (2 * logWeight))));
        double log = loss > 600 ? loss + SmallDifferences.Log1p(-probability) : Math.Log((linear + root) / 2);
        return (log - logWeight) / precision;
    }

    public override double Rate(double outcome) => (1 / deviation) + ((Math.Abs(outcome) + 2) * precision);

    /// <summary>Logarithm of the density of (1−q)N(0, σ²) + qN(1, σ²) divided by that of N(0, σ²).</summary>
    private double LogRatio(double outcome)
    {
        double growth = (outcome - 0.5) * precision;
        return growth > 500 ? growth + Math.Log(probability) : SmallDifferences.Log1p(probability * SmallDifferences.Expm1(growth));
    }
}
