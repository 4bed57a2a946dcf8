namespace DslDp.Accounting;

/// <summary>
/// One release of a sum with Gaussian noise over a Poisson sample that is cut to a largest size: where more records joined than fit, a
/// uniformly random subset of that size stays (Ganesh 2025, arXiv 2508.15089).
/// </summary>
/// <remarks>
/// The number of records is public. A record that is added or removed is one among at most that many, so give the size of the larger of the
/// two neighbouring data sets.
/// </remarks>
public sealed record TruncatedSubsampledGaussianEvent : PrivacyEvent
{
    /// <summary>Describes the release.</summary>
    /// <param name="datasetSize">Number of records, public; zero or more.</param>
    /// <param name="samplingProbability">Probability with which each record joins the sample, before it is cut.</param>
    /// <param name="truncatedBatchSize">Largest number of records that stay in the sample; zero or more.</param>
    /// <param name="noiseMultiplier">Standard deviation of the noise divided by the clipping norm.</param>
    /// <exception cref="System.ArgumentOutOfRangeException">A number is outside its range.</exception>
    public TruncatedSubsampledGaussianEvent(long datasetSize, double samplingProbability, long truncatedBatchSize, double noiseMultiplier)
    {
        DatasetSize = Require.NonNegative(datasetSize, nameof(datasetSize));
        SamplingProbability = Require.Probability(samplingProbability, nameof(samplingProbability));
        TruncatedBatchSize = Require.NonNegative(truncatedBatchSize, nameof(truncatedBatchSize));
        NoiseMultiplier = Require.NonNegative(noiseMultiplier, nameof(noiseMultiplier));
    }

    /// <summary>Number of records, public.</summary>
    public long DatasetSize { get; }

    /// <summary>Probability with which each record joins the sample, before it is cut.</summary>
    public double SamplingProbability { get; }

    /// <summary>Largest number of records that stay in the sample.</summary>
    public long TruncatedBatchSize { get; }

    /// <summary>Standard deviation of the noise divided by the clipping norm.</summary>
    public double NoiseMultiplier { get; }

    private protected override string Arguments =>
        Text(DatasetSize) + ", " + Text(SamplingProbability) + ", " + Text(TruncatedBatchSize) + ", " + Text(NoiseMultiplier);
}
