namespace DslDp;

/// <summary>Where a run stands. Nothing in it was computed from the private data, so it may be shown to anyone.</summary>
public sealed record TrainingProgress
{
    /// <summary>Steps taken.</summary>
    public required int Step { get; init; }

    /// <summary>Steps planned.</summary>
    public required int Steps { get; init; }

    /// <summary>The running epoch, from 1.</summary>
    public required int Epoch { get; init; }

    /// <summary>Epochs planned; the last one may be cut short.</summary>
    public required int Epochs { get; init; }

    /// <summary>
    /// ε spent so far at <see cref="Delta"/>: an upper bound, refreshed from time to time and never too low. Exact to the step
    /// at the end of an epoch.
    /// </summary>
    public required double EpsilonSpent { get; init; }

    /// <summary>δ of the guarantee.</summary>
    public required double Delta { get; init; }

    /// <summary>Time since the first step began.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>Time still needed at the average pace so far; zero before the first step is over.</summary>
    public required TimeSpan Remaining { get; init; }

    /// <summary>The last value of <see cref="TrainingOptions.Evaluate"/>; null before the first.</summary>
    public double? Evaluation { get; init; }
}
