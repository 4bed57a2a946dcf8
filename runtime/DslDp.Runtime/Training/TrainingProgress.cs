namespace DslDp;

/// <summary>
/// Where a run stands. Nothing in it was computed from the private data. Its times were observed, however: a step takes longer where more
/// records were drawn, so they are averages over all the steps so far, and outside the guarantee all the same. Show them to whoever
/// watches the run; do not publish them. <see cref="EpsilonSpent"/> within an epoch looks ahead by the clock, so it counts as one of them.
/// </summary>
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

    /// <summary>Time since the first step began: an observation of the machine, outside the guarantee.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>Time still needed at the average pace so far; zero before the first step is over. An observation of the machine.</summary>
    public required TimeSpan Remaining { get; init; }

    /// <summary>
    /// Examples a second, on average so far: the expected batch size, which is public, times the steps taken, by the time elapsed. Never the
    /// number of records that were drawn. Zero before the first step is over. An observation of the machine.
    /// </summary>
    public required double ExpectedExamplesPerSecond { get; init; }

    /// <summary>The last value of <see cref="TrainingOptions.Evaluate"/>; null before the first.</summary>
    public double? Evaluation { get; init; }
}
