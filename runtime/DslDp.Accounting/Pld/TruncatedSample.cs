using System;

namespace DslDp.Accounting;

/// <summary>
/// How often a Poisson sample is cut, seen from one record: the other n − 1 records join in a number K with the binomial distribution.
/// </summary>
/// <param name="CutProbability">P(K ≥ B): the record's joining would make the sample too large.</param>
/// <param name="StayProbability">The probability that the record is in the cut sample, given that.</param>
internal readonly record struct TruncatedSample(double CutProbability, double StayProbability)
{
    /// <summary>Weights below this share of the largest are left out of a sum; all together they are below the rounding of the rest.</summary>
    private const double Negligible = 1e-30;

    /// <summary>What stands for a probability too small to be computed: it is larger.</summary>
    private const double LeastProbability = 1e-290;

    /// <summary>Rounding errors of the sums stay below this, relatively; probabilities are raised by it.</summary>
    private const double Slack = 1e-10;

    /// <summary>Computes both probabilities.</summary>
    /// <param name="records">n, above B.</param>
    /// <param name="probability">q, above 0.</param>
    /// <param name="batch">B, one or more.</param>
    public static TruncatedSample Of(long records, double probability, long batch)
    {
        if (probability == 1)
            return new TruncatedSample(1, (double)batch / records);
        long others = records - 1;
        long mode = (long)Math.Min(others, Math.Floor((others + 1) * probability));
        double odds = probability / (1 - probability);
        double all = 0, cut = 0, stays = 0;

        void Add(long joined, double weight)
        {
            all += weight;
            if (joined < batch)
                return;
            cut += weight;
            // The record joins with probability q, and is then one of K + 1, of whom B stay.
            stays += weight * (batch / (joined + 1.0));
        }

        double rising = 1;
        for (long joined = mode; joined <= others && rising > (joined < batch ? LeastProbability : cut * Negligible); joined++)
        {
            Add(joined, rising);
            rising *= (others - joined) / (joined + 1.0) * odds;
        }

        double falling = 1;
        for (long joined = mode; joined > 0; joined--)
        {
            falling *= joined / (others - joined + 1.0) / odds;
            if (falling < Negligible)
                break;
            Add(joined - 1, falling);
        }

        if (cut == 0)
            return new TruncatedSample(LeastProbability, probability);
        return new TruncatedSample(Math.Min(1, cut / all * (1 + Slack)), Math.Min(probability, probability * (stays / cut) * (1 + Slack)));
    }
}
