using System.Collections.Generic;

namespace DslDp.Accounting;

/// <summary>
/// The Gaussian mechanism on a Poisson sample that is cut to a largest size B (Ganesh 2025, arXiv 2508.15089). Let K other records have joined.
/// Where K &lt; B the sample is a Poisson sample. Where K ≥ B, the other records that stay without the record in question are a uniform subset
/// of size B, whatever K is; with it, the record stands with some probability in the place of one of them, so that its presence moves the sum
/// by two clipping norms at most. Whether K ≥ B does not depend on the record and may be told.
/// </summary>
internal static class TruncatedPairs
{
    public static LossAlternatives Of(TruncatedSubsampledGaussianEvent sampled, Adjacency adjacency, double tailMass)
    {
        TruncatedSample cut = TruncatedSample.Of(sampled.DatasetSize, sampled.SamplingProbability, sampled.TruncatedBatchSize);
        double half = sampled.NoiseMultiplier / 2;
        var parts = new List<WeightedPair>
        {
            // Added or removed, the record takes one other's place or none. Replaced or blanked out, it takes the place in both neighbours,
            // which then lie within two norms of the sum without it.
            new(cut.CutProbability, adjacency == Adjacency.AddOrRemoveOne
                ? new SampledPair(cut.StayProbability, new GaussianPair(half, tailMass))
                : new ReplacedSamplePair(cut.StayProbability, half, tailMass)),
        };
        if (cut.CutProbability < 1)
        {
            parts.Add(new(1 - cut.CutProbability, adjacency == Adjacency.ReplaceOne
                ? new ReplacedSamplePair(sampled.SamplingProbability, sampled.NoiseMultiplier, tailMass)
                : new SampledPair(sampled.SamplingProbability, new GaussianPair(sampled.NoiseMultiplier, tailMass))));
        }

        return new LossAlternatives(parts);
    }
}
