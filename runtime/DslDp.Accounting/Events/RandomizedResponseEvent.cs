using System;

namespace DslDp.Accounting;

/// <summary>
/// One record's answer among several, replaced with some probability by a uniformly random one. Each record is protected by itself (local
/// differential privacy); what is hidden is which answer it was, so the relation is replace-one.
/// </summary>
public sealed record RandomizedResponseEvent : PrivacyEvent
{
    /// <summary>Describes randomised response.</summary>
    /// <param name="noiseProbability">Probability with which the answer is drawn at random, the true one included, between 0 and 1.</param>
    /// <param name="answers">Number of possible answers, two or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">The probability does not lie between 0 and 1, or there are fewer than two answers.</exception>
    public RandomizedResponseEvent(double noiseProbability, long answers)
    {
        NoiseProbability = Require.Probability(noiseProbability, nameof(noiseProbability));
        Answers = answers >= 2 ? answers : throw new ArgumentOutOfRangeException(nameof(answers), answers, "answers must be two or more.");
    }

    /// <summary>Probability with which the answer is drawn at random.</summary>
    public double NoiseProbability { get; }

    /// <summary>Number of possible answers.</summary>
    public long Answers { get; }

    /// <summary>The pure ε of one response, also its local guarantee: log(1 + answers·(1 − noise)/noise).</summary>
    public double Epsilon => NoiseProbability == 0 ? double.PositiveInfinity : SmallDifferences.Log1p(Answers * (1 - NoiseProbability) / NoiseProbability);

    private protected override string Arguments => Text(NoiseProbability) + ", " + Text(Answers);
}
