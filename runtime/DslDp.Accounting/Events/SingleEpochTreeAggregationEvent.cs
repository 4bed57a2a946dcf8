using System.Collections.Generic;
using System.Linq;

namespace DslDp.Accounting;

/// <summary>
/// Prefix sums released through binary trees of Gaussian noise (DP-FTRL, Kairouz et al. 2021, arXiv 2103.00039), where each unit takes
/// part in at most one step of at most one tree.
/// </summary>
public sealed record SingleEpochTreeAggregationEvent : PrivacyEvent
{
    /// <summary>Describes prefix sums released through one tree or several, restarted between them.</summary>
    /// <param name="noiseMultiplier">Standard deviation of the noise on each tree node divided by the clipping norm.</param>
    /// <param name="stepCounts">Number of steps of each tree; at least one tree, each with zero or more steps.</param>
    /// <exception cref="System.ArgumentOutOfRangeException">The multiplier is negative or NaN, or a number of steps is negative.</exception>
    /// <exception cref="System.ArgumentException">No tree is given.</exception>
    public SingleEpochTreeAggregationEvent(double noiseMultiplier, params long[] stepCounts)
    {
        NoiseMultiplier = Require.NonNegative(noiseMultiplier, nameof(noiseMultiplier));
        StepCounts = Require.NotNull(stepCounts, nameof(stepCounts)).Select(steps => Require.NonNegative(steps, nameof(stepCounts))).ToList().AsReadOnly();
        if (StepCounts.Count == 0)
            throw new System.ArgumentException("stepCounts is empty: give the number of steps of each tree.", nameof(stepCounts));
    }

    /// <summary>Standard deviation of the noise on each tree node divided by the clipping norm.</summary>
    public double NoiseMultiplier { get; }

    /// <summary>Number of steps of each tree.</summary>
    public IReadOnlyList<long> StepCounts { get; }

    /// <summary>Two events are equal when noise and trees are equal.</summary>
    /// <param name="other">The event to compare with.</param>
    /// <returns>Whether the events are equal.</returns>
    public bool Equals(SingleEpochTreeAggregationEvent? other) =>
        other is not null && NoiseMultiplier.Equals(other.NoiseMultiplier) && StepCounts.SequenceEqual(other.StepCounts);

    /// <inheritdoc/>
    public override int GetHashCode() =>
        StepCounts.Aggregate(NoiseMultiplier.GetHashCode(), (hash, steps) => unchecked((hash * 31) + steps.GetHashCode()));

    private protected override string Arguments => Text(NoiseMultiplier) + ", " + string.Join(", ", StepCounts.Select(Text));
}
