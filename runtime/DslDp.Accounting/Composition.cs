using System;
using System.Collections.Generic;

namespace DslDp.Accounting;

/// <summary>
/// A composition written out: each different elementary event once, with how often it happens. Events that reveal nothing vanish,
/// sampling with probability one or zero is resolved, and several Gaussian releases of one sample become one (their joint release is a
/// Gaussian release with noise multiplier (Σ 1/σ²)^(−1/2)).
/// </summary>
internal sealed class Composition
{
    private readonly Dictionary<PrivacyEvent, long> counts = new();
    private readonly List<PrivacyEvent> order = new();

    /// <summary>The elementary events in the order of their first appearance.</summary>
    public IEnumerable<(PrivacyEvent Event, long Count)> Elements
    {
        get
        {
            foreach (PrivacyEvent each in order)
                yield return (each, counts[each]);
        }
    }

    public static Composition Of(PrivacyEvent @event, long count)
    {
        var composition = new Composition();
        composition.Visit(@event, count);
        return composition;
    }

    public void Add(Composition other)
    {
        foreach ((PrivacyEvent each, long count) in other.Elements)
            AddElement(each, count);
    }

    private void Visit(PrivacyEvent @event, long count)
    {
        if (count == 0)
            return;
        switch (@event)
        {
            case SelfComposedEvent repeated:
                Visit(repeated.Event, Times(count, repeated.Count));
                break;
            case ComposedEvent sequence:
                foreach (PrivacyEvent each in sequence.Events)
                    Visit(each, count);
                break;
            case PoissonSampledEvent sampled:
                VisitSampled(sampled.SamplingProbability, sampled.Event, count);
                break;
            case TruncatedSubsampledGaussianEvent sampled when sampled.TruncatedBatchSize >= sampled.DatasetSize:
                if (sampled.DatasetSize > 0)
                    VisitSampled(sampled.SamplingProbability, new GaussianEvent(sampled.NoiseMultiplier), count);
                break;
            case TruncatedSubsampledGaussianEvent { SamplingProbability: 0 } or TruncatedSubsampledGaussianEvent { TruncatedBatchSize: 0 }:
                break;
            case SampledWithoutReplacementEvent sampled when sampled.SampleSize == sampled.DatasetSize:
                Visit(sampled.Event, count);
                break;
            case SampledWithoutReplacementEvent sampled:
                if (sampled.SampleSize > 0)
                    AddUnlessTrivial(SingleEvent(sampled.Event), inner => new SampledWithoutReplacementEvent(sampled.DatasetSize, sampled.SampleSize, inner), count);
                break;
            default:
                AddUnlessTrivial(@event, each => each, count);
                break;
        }
    }

    private void VisitSampled(double probability, PrivacyEvent @event, long count)
    {
        if (probability == 0)
            return;
        if (probability == 1)
            Visit(@event, count);
        else if (@event is PoissonSampledEvent nested)
            VisitSampled(probability * nested.SamplingProbability, nested.Event, count);
        else
            AddUnlessTrivial(SingleEvent(@event), inner => new PoissonSampledEvent(probability, inner), count);
    }

    private void AddUnlessTrivial(PrivacyEvent inner, Func<PrivacyEvent, PrivacyEvent> wrap, long count)
    {
        if (Triviality.RevealsNothing(inner))
            return;
        AddElement(Triviality.RevealsEverything(inner) ? new NonPrivateEvent() : wrap(inner), count);
    }

    private void AddElement(PrivacyEvent element, long count)
    {
        if (counts.TryGetValue(element, out long before))
        {
            counts[element] = Sum(before, count);
            return;
        }

        order.Add(element);
        counts.Add(element, count);
    }

    /// <summary>What happens to one sample, as one event where that is possible.</summary>
    private static PrivacyEvent SingleEvent(PrivacyEvent @event)
    {
        if (@event is not (SelfComposedEvent or ComposedEvent))
            return @event;
        double precision = 0;
        int others = 0;
        PrivacyEvent other = new NoOpEvent();
        foreach ((PrivacyEvent each, long count) in Of(@event, 1).Elements)
        {
            if (each is GaussianEvent gaussian)
            {
                precision += count / (gaussian.NoiseMultiplier * gaussian.NoiseMultiplier);
                continue;
            }

            other = each;
            others += count == 1 ? 1 : 2;
        }

        if (others == 0)
            return new GaussianEvent(1 / Math.Sqrt(precision));
        return others == 1 && precision == 0 ? other : @event;
    }

    private static long Times(long left, long right)
    {
        try
        {
            return checked(left * right);
        }
        catch (OverflowException overflow)
        {
            throw TooMany(overflow);
        }
    }

    private static long Sum(long left, long right)
    {
        try
        {
            return checked(left + right);
        }
        catch (OverflowException overflow)
        {
            throw TooMany(overflow);
        }
    }

    private static ArgumentException TooMany(OverflowException overflow) =>
        new("The composition repeats an event more than 9,223,372,036,854,775,807 times: compose fewer.", overflow);
}
