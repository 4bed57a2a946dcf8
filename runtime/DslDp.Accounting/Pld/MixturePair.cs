using System;
using System.Linq;

namespace DslDp.Accounting;

/// <summary>
/// Σ pᵢN(sᵢ, σ²) against N(0, σ²), sᵢ ≥ 0: dominates a unit's random contribution in one direction and, exchanged, in the other
/// (Choquette-Choo, Ganesh, Steinke and Thakurta 2024, arXiv 2310.15526).
/// </summary>
internal sealed class MixturePair : LossPair
{
    private readonly double[] sensitivities;
    private readonly double[] logProbabilities;
    private readonly double deviation;
    private readonly double precision;
    private readonly double logScale;
    private readonly double largest;

    /// <summary>Makes the pair.</summary>
    /// <param name="mixture">The event.</param>
    /// <param name="tailMass">Probability that may be left out at each end.</param>
    public MixturePair(MixtureOfGaussiansEvent mixture, double tailMass)
    {
        sensitivities = mixture.Sensitivities.Where((_, i) => mixture.Probabilities[i] > 0).ToArray();
        double total = mixture.Probabilities.Sum();
        double[] probabilities = mixture.Probabilities.Where(each => each > 0).Select(each => each / total).ToArray();
        logProbabilities = probabilities.Select(each => Math.Log(each)).ToArray();
        deviation = mixture.NoiseMultiplier;
        precision = 1 / (deviation * deviation);
        logScale = -Math.Log(deviation * Math.Sqrt(2 * Math.PI));
        largest = sensitivities.Max();
        double reach = GaussianPair.Reach(tailMass) * deviation;
        Lower = -reach;
        Upper = largest + reach;
        double Mean(Func<double, double> tail) => sensitivities.Zip(probabilities, (shift, probability) => probability * tail(shift)).Sum();
        Tails = new LossTails(Mean(shift => NormalTail.Above((reach + shift) / deviation)), NormalTail.Above(reach / deviation),
            Mean(shift => NormalTail.Above((Upper - shift) / deviation)), NormalTail.Above(Upper / deviation));
    }

    public override bool IsSymmetric => false;

    public override double Lower { get; }

    public override double Upper { get; }

    public override LossTails Tails { get; }

    public override double LogDensity(double outcome) => logScale - (outcome * outcome * precision / 2);

    public override double Loss(double outcome)
    {
        var sum = default(LogSum);
        for (int i = 0; i < sensitivities.Length; i++)
            sum.Add(logProbabilities[i] + (sensitivities[i] * (outcome - (sensitivities[i] / 2)) * precision));
        return sum.Value;
    }

    /// <summary>By bisection: the loss grows with the outcome.</summary>
    public override double Outcome(double loss)
    {
        double low = Lower, high = Upper;
        if (Loss(high) <= loss)
            return double.PositiveInfinity;
        if (Loss(low) >= loss)
            return double.NegativeInfinity;
        for (int i = 0; i < 60; i++)
        {
            double middle = (low + high) / 2;
            if (Loss(middle) < loss)
                low = middle;
            else
                high = middle;
        }

        return high;
    }

    public override double Rate(double outcome) => (1 / deviation) + ((Math.Abs(outcome) + largest) * precision);
}
