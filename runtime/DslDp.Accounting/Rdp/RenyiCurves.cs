using System;
using System.Collections.Generic;

namespace DslDp.Accounting;

/// <summary>Which Rényi curve belongs to which event, under which relation. What has no row here is refused.</summary>
internal static class RenyiCurves
{
    private const string NoAmplification = "no bound is implemented for this event inside a sample";

    private const string Shifted = "adding or removing a unit would shift all later steps; the event is accounted for under zero-out and replace-one";

    /// <summary>The curves of a composition whose elements have all been admitted.</summary>
    public static RenyiProfile Profile(Composition composition, Adjacency adjacency)
    {
        var curves = new List<(RenyiCurve, long)>();
        double logSurvival = 0;
        foreach ((PrivacyEvent element, long count) in composition.Elements)
        {
            if (element is EpsilonDeltaEvent { Delta: > 0 } pair)
                logSurvival += count * SmallDifferences.Log1p(-pair.Delta);
            curves.Add((Of(element, adjacency, out string reason) ?? throw new InvalidOperationException(reason), count));
        }

        return new RenyiProfile(curves, -SmallDifferences.Expm1(logSurvival));
    }

    /// <summary>The curve of one elementary event, or null with the reason why there is none.</summary>
    public static RenyiCurve? Of(PrivacyEvent element, Adjacency adjacency, out string reason)
    {
        // Two clipped contributions differ by up to twice the clipping norm.
        double sensitivity = adjacency == Adjacency.ReplaceOne ? 2 : 1;
        reason = "";
        switch (element)
        {
            case NonPrivateEvent:
                return new LinearCurve(0, double.PositiveInfinity);
            case GaussianEvent gaussian:
                return LinearCurve.Gaussian(gaussian.NoiseMultiplier / sensitivity);
            case DiscreteGaussianEvent gaussian:
                // Under whole-number shifts it is as concentrated as the continuous one (Canonne, Kamath and Steinke 2020).
                return LinearCurve.Gaussian(gaussian.Sigma / (sensitivity * gaussian.Sensitivity));
            case LaplaceEvent laplace:
                return new LaplaceCurve(sensitivity / laplace.NoiseMultiplier);
            case ZeroConcentratedEvent concentrated:
                return new LinearCurve(concentrated.Rho, concentrated.Xi);
            case EpsilonDeltaEvent pair:
                return new RandomizedResponseCurve(pair.Epsilon);
            case RepeatAndSelectEvent selection:
                return RepeatAndSelect(selection, adjacency, out reason);
            case ExponentialMechanismEvent mechanism:
                return new BoundedRangeCurve(mechanism.Epsilon);
            case RandomizedResponseEvent response when adjacency == Adjacency.ReplaceOne:
                return new RandomizedResponseCurve(response.Epsilon, Math.Log(response.NoiseProbability / response.Answers));
            case RandomizedResponseEvent:
                reason = "a response belongs to one record, whose answer can be replaced; the event is accounted for under replace-one";
                return null;
            case SingleEpochTreeAggregationEvent tree:
                return Tree(tree, sensitivity, adjacency, out reason);
            case TreeAggregationEvent tree:
                reason = Shifted;
                return adjacency == Adjacency.AddOrRemoveOne ? null : LinearCurve.Gaussian(
                    tree.NoiseMultiplier / sensitivity, TreeSensitivity.SumOfSquares(tree.Steps, tree.Participations, tree.Separation));
            case PoissonSampledEvent sampled:
                return Poisson(sampled, adjacency, out reason);
            case SampledWithoutReplacementEvent sampled:
                return WithoutReplacement(sampled, sensitivity, adjacency, out reason);
            default:
                reason = "no Rényi bound is implemented for it";
                return null;
        }
    }

    private static RepeatAndSelectCurve? RepeatAndSelect(RepeatAndSelectEvent selection, Adjacency adjacency, out string reason)
    {
        var trial = Composition.Of(selection.Event, 1);
        foreach ((PrivacyEvent element, _) in trial.Elements)
        {
            if (Of(element, adjacency, out reason) is null)
                return null;
            reason = "a trial may not fail with a δ of its own";
            if (element is EpsilonDeltaEvent { Delta: > 0 })
                return null;
        }

        reason = "";
        return new RepeatAndSelectCurve(Profile(trial, adjacency), selection.Mean, selection.Shape);
    }

    private static SampledGaussianCurve? Poisson(PoissonSampledEvent sampled, Adjacency adjacency, out string reason)
    {
        reason = adjacency == Adjacency.ReplaceOne
            ? "a Poisson sample's Rényi bound holds for add-or-remove-one and zero-out only; use the PLD accountant"
            : NoAmplification;
        return sampled.Event is GaussianEvent gaussian && adjacency != Adjacency.ReplaceOne
            ? new SampledGaussianCurve(sampled.SamplingProbability, gaussian.NoiseMultiplier)
            : null;
    }

    private static SampledWithoutReplacementCurve? WithoutReplacement(
        SampledWithoutReplacementEvent sampled, double sensitivity, Adjacency adjacency, out string reason)
    {
        reason = adjacency == Adjacency.ReplaceOne ? NoAmplification : "a sample of fixed size is accounted for under replace-one only";
        return sampled.Event is GaussianEvent gaussian && adjacency == Adjacency.ReplaceOne
            ? new SampledWithoutReplacementCurve((double)sampled.SampleSize / sampled.DatasetSize, gaussian.NoiseMultiplier / sensitivity)
            : null;
    }

    /// <summary>
    /// A unit touches one leaf of one tree, and so one node on each of that tree's levels: as many Gaussian releases as the deepest tree
    /// has levels, the number of binary digits of its number of steps (Kairouz et al. 2021).
    /// </summary>
    private static LinearCurve? Tree(SingleEpochTreeAggregationEvent tree, double sensitivity, Adjacency adjacency, out string reason)
    {
        reason = Shifted;
        if (adjacency == Adjacency.AddOrRemoveOne)
            return null;
        int levels = 0;
        foreach (long steps in tree.StepCounts)
        {
            int digits = 0;
            for (long rest = steps; rest > 0; rest >>= 1)
                digits++;
            levels = Math.Max(levels, digits);
        }

        return LinearCurve.Gaussian(tree.NoiseMultiplier / sensitivity, levels);
    }
}
