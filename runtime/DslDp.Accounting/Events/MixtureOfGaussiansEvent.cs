using System;
using System.Collections.Generic;
using System.Linq;

namespace DslDp.Accounting;

/// <summary>
/// One release of a sum with Gaussian noise to which the unit contributes a random amount: with each probability the sensitivity beside it
/// (Choquette-Choo, Ganesh, Steinke and Thakurta 2024, arXiv 2310.15526). A Poisson-sampled Gaussian has sensitivities 0 and 1.
/// </summary>
public sealed record MixtureOfGaussiansEvent : PrivacyEvent
{
    private const double Rounding = 1e-9;

    /// <summary>Describes the release.</summary>
    /// <param name="noiseMultiplier">Standard deviation of the noise divided by the clipping norm.</param>
    /// <param name="sensitivities">How many clipping norms the unit may contribute, each zero or more.</param>
    /// <param name="probabilities">The probability of each, together one.</param>
    /// <exception cref="ArgumentException">A number is outside its range, the lists differ in length, or the probabilities do not sum to one.</exception>
    public MixtureOfGaussiansEvent(double noiseMultiplier, IEnumerable<double> sensitivities, IEnumerable<double> probabilities)
    {
        NoiseMultiplier = Require.NonNegative(noiseMultiplier, nameof(noiseMultiplier));
        Sensitivities = Require.NotNull(sensitivities, nameof(sensitivities)).Select(each => Require.NonNegativeFinite(each, nameof(sensitivities))).ToList().AsReadOnly();
        Probabilities = Require.NotNull(probabilities, nameof(probabilities)).Select(each => Require.Probability(each, nameof(probabilities))).ToList().AsReadOnly();
        if (Sensitivities.Count != Probabilities.Count)
            throw new ArgumentException("probabilities must hold one number for each of the sensitivities.", nameof(probabilities));
        if (Math.Abs(Probabilities.Sum() - 1) > Rounding)
            throw new ArgumentException("probabilities must sum to 1, but sum to " + Text(Probabilities.Sum()) + ".", nameof(probabilities));
    }

    /// <summary>Standard deviation of the noise divided by the clipping norm.</summary>
    public double NoiseMultiplier { get; }

    /// <summary>How many clipping norms the unit may contribute.</summary>
    public IReadOnlyList<double> Sensitivities { get; }

    /// <summary>The probability of each contribution.</summary>
    public IReadOnlyList<double> Probabilities { get; }

    /// <summary>Two events are equal when noise, sensitivities and probabilities are equal.</summary>
    /// <param name="other">The event to compare with.</param>
    /// <returns>Whether the events are equal.</returns>
    public bool Equals(MixtureOfGaussiansEvent? other) => other is not null && NoiseMultiplier.Equals(other.NoiseMultiplier)
        && Sensitivities.SequenceEqual(other.Sensitivities) && Probabilities.SequenceEqual(other.Probabilities);

    /// <inheritdoc/>
    public override int GetHashCode() =>
        Sensitivities.Concat(Probabilities).Aggregate(NoiseMultiplier.GetHashCode(), (hash, each) => unchecked((hash * 31) + each.GetHashCode()));

    private protected override string Arguments =>
        Text(NoiseMultiplier) + ", [" + string.Join(", ", Sensitivities.Select(Text)) + "], [" + string.Join(", ", Probabilities.Select(Text)) + "]";
}
