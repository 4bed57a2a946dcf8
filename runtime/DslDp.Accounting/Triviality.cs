using System.Linq;

namespace DslDp.Accounting;

/// <summary>Elementary events at the two ends of the scale.</summary>
internal static class Triviality
{
    public static bool RevealsNothing(PrivacyEvent @event) => @event switch
    {
        NoOpEvent => true,
        GaussianEvent gaussian => double.IsPositiveInfinity(gaussian.NoiseMultiplier),
        LaplaceEvent laplace => double.IsPositiveInfinity(laplace.NoiseMultiplier),
        SingleEpochTreeAggregationEvent tree => double.IsPositiveInfinity(tree.NoiseMultiplier),
        TreeAggregationEvent tree => double.IsPositiveInfinity(tree.NoiseMultiplier) || tree.Steps == 0 || tree.Participations == 0,
        TruncatedSubsampledGaussianEvent sampled => double.IsPositiveInfinity(sampled.NoiseMultiplier),
        DiscreteLaplaceEvent laplace => laplace.NoiseParameter == 0,
        DiscreteGaussianEvent gaussian => double.IsPositiveInfinity(gaussian.Sigma),
        MixtureOfGaussiansEvent mixture => double.IsPositiveInfinity(mixture.NoiseMultiplier) || !Contributes(mixture),
        RandomizedResponseEvent response => response.NoiseProbability == 1,
        ExponentialMechanismEvent mechanism => mechanism.Epsilon == 0,
        EpsilonDeltaEvent pair => pair.Epsilon == 0 && pair.Delta == 0,
        ZeroConcentratedEvent concentrated => concentrated.Rho == 0 && concentrated.Xi == 0,
        _ => false,
    };

    public static bool RevealsEverything(PrivacyEvent @event) => @event switch
    {
        NonPrivateEvent => true,
        GaussianEvent gaussian => gaussian.NoiseMultiplier == 0,
        LaplaceEvent laplace => laplace.NoiseMultiplier == 0,
        SingleEpochTreeAggregationEvent tree => tree.NoiseMultiplier == 0,
        TreeAggregationEvent tree => tree.NoiseMultiplier == 0,
        TruncatedSubsampledGaussianEvent sampled => sampled.NoiseMultiplier == 0,
        DiscreteLaplaceEvent laplace => double.IsPositiveInfinity(laplace.NoiseParameter),
        DiscreteGaussianEvent gaussian => gaussian.Sigma == 0,
        MixtureOfGaussiansEvent mixture => mixture.NoiseMultiplier == 0 && Contributes(mixture),
        RandomizedResponseEvent response => response.NoiseProbability == 0,
        ExponentialMechanismEvent mechanism => double.IsPositiveInfinity(mechanism.Epsilon),
        EpsilonDeltaEvent pair => double.IsPositiveInfinity(pair.Epsilon) || pair.Delta == 1,
        ZeroConcentratedEvent concentrated => double.IsPositiveInfinity(concentrated.Rho) || double.IsPositiveInfinity(concentrated.Xi),
        _ => false,
    };

    private static bool Contributes(MixtureOfGaussiansEvent mixture) =>
        mixture.Sensitivities.Where((sensitivity, i) => sensitivity > 0 && mixture.Probabilities[i] > 0).Any();
}
