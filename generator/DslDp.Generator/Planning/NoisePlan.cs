using System;
using System.Collections.Concurrent;
using DslDp.Accounting;
using DslDp.Generator.Reading;

namespace DslDp.Generator.Planning;

/// <summary>The noise that the budget asks for, computed by the accountant that the run uses too. Null where the records are known only at the run.</summary>
internal sealed record NoisePlan(int? Steps, double? NoiseMultiplier, double? Epsilon)
{
    private const int CacheLimit = 256;

    /// <summary>Calibration takes longer than a keystroke should; the same numbers give the same plan, or the same reason why there is none.</summary>
    private static readonly ConcurrentDictionary<Constants, Lazy<NoisePlan>> Cache = new();

    /// <exception cref="ArgumentException">No noise keeps within the budget.</exception>
    /// <exception cref="UnsupportedEventException">The accountant cannot treat the sampler under the adjacency.</exception>
    public static NoisePlan For(BudgetDeclaration budget, TrainingDeclaration training)
    {
        var constants = new Constants(budget, training.Records, training.BatchSize, training.Epochs, training.Steps);
        if (Cache.Count >= CacheLimit && !Cache.ContainsKey(constants)) Cache.Clear();
        return Cache.GetOrAdd(constants, static key => new(() => Compute(key))).Value;
    }

    private static NoisePlan Compute(Constants constants)
    {
        var budget = constants.Budget;
        if (constants.Records is not { } records)
        {
            // The noise is found at the run, but whether the accountant fits does not depend on it.
            PrivacyAccountant.Create(budget.Accountant, budget.Adjacency).Compose(new PoissonSampledEvent(0.5, new GaussianEvent(1)));
            return new(constants.Steps, null, null);
        }

        var steps = constants.Steps ?? (int)Math.Max(1, Math.Min(int.MaxValue, constants.Epochs!.Value * (decimal)records / constants.BatchSize));
        PrivacyEvent Plan(double noise) => new SelfComposedEvent(
            new PoissonSampledEvent((double)constants.BatchSize / records, new GaussianEvent(noise)),
            steps);
        var (noise, epsilon) = NoiseCalibration.FindNoise(Plan, new Budget(budget.Epsilon, budget.Delta, budget.Accountant, budget.Adjacency));
        return new(steps, noise, epsilon);
    }

    /// <summary>All numbers that the noise depends on, and no others.</summary>
    private sealed record Constants(BudgetDeclaration Budget, long? Records, long BatchSize, int? Epochs, int? Steps);
}
