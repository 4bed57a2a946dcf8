using System;
using System.Collections.Generic;

namespace DslDp.Accounting;

/// <summary>Which dominating pair belongs to which event, under which relation. What has no row here is refused.</summary>
internal static class LossPairs
{
    private const double LeastTail = 1e-290;

    /// <summary>The pairs of a composition whose elements have all been admitted; all plain Gaussians together are one.</summary>
    /// <param name="composition">What was composed.</param>
    /// <param name="adjacency">The neighbouring relation.</param>
    /// <param name="tailMass">Probability that all tails left out may have together.</param>
    public static IReadOnlyList<RepeatedLosses> Of(Composition composition, Adjacency adjacency, double tailMass)
    {
        double count = 1;
        foreach ((_, long each) in composition.Elements)
            count += each;
        double tail = Math.Max(LeastTail, tailMass / count);
        double shift = GaussianShift(composition, adjacency);
        var pairs = new List<RepeatedLosses>();
        if (shift > 0)
            pairs.Add(new(LossAlternatives.Only(new GaussianPair(1 / shift, tail)), 1));
        foreach ((PrivacyEvent element, long repetitions) in composition.Elements)
        {
            if (element is not GaussianEvent)
                pairs.Add(new(Of(element, adjacency, tail, out string reason) ?? throw new InvalidOperationException(reason), repetitions));
        }

        return pairs;
    }

    /// <summary>(Σ count·(sensitivity/σ)²)^(1/2) over the Gaussian releases that are not sampled.</summary>
    public static double GaussianShift(Composition composition, Adjacency adjacency)
    {
        double precision = 0;
        foreach ((PrivacyEvent element, long count) in composition.Elements)
        {
            if (element is GaussianEvent gaussian)
                precision += count / (gaussian.NoiseMultiplier * gaussian.NoiseMultiplier);
        }

        return Math.Sqrt(precision) * Sensitivity(adjacency);
    }

    /// <summary>Whether some mechanism of the event's description spends what its losses say, so that they bound from below too.</summary>
    public static bool IsAttained(PrivacyEvent element) => element switch
    {
        ExponentialMechanismEvent or TruncatedSubsampledGaussianEvent => false,
        PoissonSampledEvent sampled => IsAttained(sampled.Event),
        _ => true,
    };

    /// <summary>The losses of one elementary event, or null with the reason why there are none.</summary>
    public static LossAlternatives? Of(PrivacyEvent element, Adjacency adjacency, double tailMass, out string reason)
    {
        reason = "";
        if (element is TruncatedSubsampledGaussianEvent truncated)
            return TruncatedPairs.Of(truncated, adjacency, tailMass);
        return PairOf(element, adjacency, tailMass, out reason) is { } pair ? LossAlternatives.Only(pair) : null;
    }

    /// <summary>The pair of one elementary event, or null with the reason why there is none.</summary>
    private static LossPair? PairOf(PrivacyEvent element, Adjacency adjacency, double tailMass, out string reason)
    {
        reason = "no dominating pair is implemented for it";
        switch (element)
        {
            case NonPrivateEvent:
                return new ResponsePair(0, 1);
            case GaussianEvent gaussian:
                return new GaussianPair(gaussian.NoiseMultiplier / Sensitivity(adjacency), tailMass);
            case LaplaceEvent laplace:
                return new LaplacePair(Sensitivity(adjacency) / laplace.NoiseMultiplier);
            case DiscreteLaplaceEvent laplace:
                return new DiscreteLaplacePair(laplace.NoiseParameter, (long)Sensitivity(adjacency) * laplace.Sensitivity);
            case EpsilonDeltaEvent pair:
                return new ResponsePair(pair.Epsilon, pair.Delta);
            case MixtureOfGaussiansEvent mixture when adjacency != Adjacency.ReplaceOne:
                return new MixturePair(mixture, tailMass);
            case ExponentialMechanismEvent mechanism:
                return new BoundedRangePair(mechanism.Epsilon);
            case RandomizedResponseEvent response when adjacency == Adjacency.ReplaceOne:
                return new ResponsePair(response.Epsilon, 0, (response.Answers - 2) * response.NoiseProbability / response.Answers);
            case RandomizedResponseEvent:
                reason = "a response belongs to one record, whose answer can be replaced; the event is accounted for under replace-one";
                return null;
            case PoissonSampledEvent { Event: GaussianEvent gaussian } sampled when adjacency == Adjacency.ReplaceOne:
                return new ReplacedSamplePair(sampled.SamplingProbability, gaussian.NoiseMultiplier, tailMass);
            case PoissonSampledEvent sampled when adjacency != Adjacency.ReplaceOne:
                return sampled.Event is PoissonSampledEvent or SampledWithoutReplacementEvent || PairOf(sampled.Event, adjacency, tailMass, out reason) is not { } whole
                    ? null
                    : new SampledPair(sampled.SamplingProbability, whole);
            default:
                return null;
        }
    }

    /// <summary>Two clipped contributions differ by up to twice the clipping norm.</summary>
    private static double Sensitivity(Adjacency adjacency) => adjacency == Adjacency.ReplaceOne ? 2 : 1;
}
