using DslDp.Accounting;

namespace DslDp;

/// <summary>Refuses a plan that would not keep its promise, before any record is used.</summary>
internal static class PlanCheck
{
    /// <summary>The plan for this many records, with its ε computed afresh by the accountant of the run.</summary>
    /// <param name="plan">What was planned.</param>
    /// <param name="records">Records in the private data set.</param>
    /// <param name="learningRate">In place of the declared learning rate, unless null.</param>
    /// <exception cref="ArgumentException">
    /// The plan is for another number of records, spends more than its budget, or its optimizer is out of range.
    /// </exception>
    /// <exception cref="NotSupportedException">The unit of privacy is the user.</exception>
    public static PrivacyPlan Resolve(PrivacyPlan plan, long records, double? learningRate)
    {
        if (plan.Unit != PrivacyUnit.Example)
            throw new NotSupportedException($"The budget of {plan.Model} protects {plan.Unit}s, and gradients are clipped one example at a time: the guarantee would not hold. Use Unit = PrivacyUnit.Example.");
        if (!(plan.Delta is > 0 and < 1))
            throw new ArgumentException(FormattableString.Invariant($"δ of {plan.Model} is {plan.Delta}; it must lie between 0 and 1, well below 1 / number of records."), nameof(plan));

        var resolved = plan.ForRecords(records);
        // Written so that a value that is not a number is refused too.
        if (!(resolved.Epsilon <= plan.MaxEpsilon))
            throw new ArgumentException(FormattableString.Invariant($"{resolved.Steps} steps of {plan.Model} with noise multiplier {resolved.NoiseMultiplier} spend ε = {resolved.Epsilon}, more than the budget of {plan.MaxEpsilon}. Build again, so that the noise is computed afresh."), nameof(plan));
        return resolved with { Optimizer = (plan.Optimizer with { LearningRate = learningRate ?? plan.Optimizer.LearningRate }).Checked() };
    }

    /// <exception cref="InvalidOperationException">The sampler justifies another event than the planned one.</exception>
    public static void RequireSameEvent(PrivacyPlan plan, PrivacyEvent ofTheSampler)
    {
        if (!ofTheSampler.Equals(plan.StepEvent))
            throw new InvalidOperationException($"The plan of {plan.Model} counts on {plan.StepEvent} at each step; the sampler justifies {ofTheSampler}.");
    }
}
