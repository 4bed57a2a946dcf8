namespace DslDp;

/// <summary>The optimizer of a plan and its settings. None of them bears on privacy.</summary>
public sealed record OptimizerPlan
{
    /// <summary>The rule that updates the weights.</summary>
    public required OptimizerKind Kind { get; init; }

    /// <summary>Size of the step, greater than 0.</summary>
    public required double LearningRate { get; init; }

    /// <summary>Share of the former update that is carried over, from 0 to below 1.</summary>
    public double Momentum { get; init; }

    /// <summary>This times the weight is added to its gradient; 0 or more.</summary>
    public double WeightDecay { get; init; }

    /// <summary>This plan.</summary>
    /// <exception cref="ArgumentException">A setting is out of its range.</exception>
    internal OptimizerPlan Checked()
    {
        if (!(LearningRate > 0 && double.IsFinite(LearningRate)))
            throw new ArgumentException(FormattableString.Invariant($"The learning rate is {LearningRate}; it must be greater than 0 and finite."));
        if (!(Momentum is >= 0 and < 1))
            throw new ArgumentException(FormattableString.Invariant($"The momentum is {Momentum}; it must be at least 0 and below 1."));
        if (!(WeightDecay >= 0 && double.IsFinite(WeightDecay)))
            throw new ArgumentException(FormattableString.Invariant($"The weight decay is {WeightDecay}; it must be at least 0 and finite."));
        return this;
    }
}
