using System;

namespace DslDp.Accounting;

/// <summary>An event on a uniformly random subset of fixed size.</summary>
public sealed record SampledWithoutReplacementEvent : PrivacyEvent
{
    /// <summary>Describes an event on a subset of fixed size.</summary>
    /// <param name="datasetSize">Number of units sampled from, public.</param>
    /// <param name="sampleSize">Number of units in each sample, at most <paramref name="datasetSize"/>.</param>
    /// <param name="event">What is done with the sample.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative, the data set is empty, or the sample is larger than it.</exception>
    /// <exception cref="ArgumentNullException">The event is null.</exception>
    public SampledWithoutReplacementEvent(long datasetSize, long sampleSize, PrivacyEvent @event)
    {
        DatasetSize = Require.Positive(datasetSize, nameof(datasetSize));
        SampleSize = Require.NonNegative(sampleSize, nameof(sampleSize));
        if (sampleSize > datasetSize)
            throw new ArgumentOutOfRangeException(nameof(sampleSize), sampleSize, "sampleSize must be at most datasetSize, " + Text(datasetSize) + ".");
        Event = Require.NotNull(@event, nameof(@event));
    }

    /// <summary>Number of units sampled from.</summary>
    public long DatasetSize { get; }

    /// <summary>Number of units in each sample.</summary>
    public long SampleSize { get; }

    /// <summary>What is done with the sample.</summary>
    public PrivacyEvent Event { get; }

    private protected override string Arguments => Text(DatasetSize) + ", " + Text(SampleSize) + ", " + Event;
}
