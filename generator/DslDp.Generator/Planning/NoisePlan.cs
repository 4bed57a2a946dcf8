using System;
using System.Collections.Concurrent;
using DslDp.Accounting;
using DslDp.Generator.Reading;

namespace DslDp.Generator.Planning;

/// <summary>The noise that the budget asks for, computed by the accountant that the run uses too. Null where the records are known only at the run.</summary>
internal sealed record NoisePlan(int? Steps, double? NoiseMultiplier, double? Epsilon)
{
    private const int CacheLimit = 256;

    /// <summary>Calibration takes longer than a keystroke should; the same numbers give the same plan.</summary>
    private static readonly ConcurrentDictionary<(BudgetDeclaration, TrainingDeclaration), NoisePlan> Cache = new();

    /// <exception cref="ArgumentException">No noise keeps within the budget.</exception>
    /// <exception cref="UnsupportedEventException">The accountant cannot treat the sampler under the adjacency.</exception>
    public static NoisePlan For(BudgetDeclaration budget, TrainingDeclaration training)
    {
        if (Cache.TryGetValue((budget, training), out var known)) return known;
        if (Cache.Count >= CacheLimit) Cache.Clear();
        return Cache.GetOrAdd((budget, training), Compute(budget, training));
    }

    private static NoisePlan Compute(BudgetDeclaration budget, TrainingDeclaration training)
    {
        if (training.Records is not { } records)
        {
            // The noise is found at the run, but whether the accountant fits does not depend on it.
            PrivacyAccountant.Create(budget.Accountant, budget.Adjacency).Compose(new PoissonSampledEvent(0.5, new GaussianEvent(1)));
            return new(training.Steps, null, null);
        }

        var steps = training.Steps ?? (int)Math.Max(1, Math.Min(int.MaxValue, training.Epochs!.Value * (decimal)records / training.BatchSize));
        PrivacyEvent Plan(double noise) => new SelfComposedEvent(
            new PoissonSampledEvent((double)training.BatchSize / records, new GaussianEvent(noise)),
            steps);
        var (noise, epsilon) = NoiseCalibration.FindNoise(Plan, new Budget(budget.Epsilon, budget.Delta, budget.Accountant, budget.Adjacency));
        return new(steps, noise, epsilon);
    }
}
