namespace DslDp;

/// <summary>
/// Epochs of a run in which batches are drawn at random: an epoch is over when as many records as the data set has would
/// have been used, were every batch of the expected size. Public numbers only.
/// </summary>
internal readonly record struct EpochCounter(long Records, long BatchSize, int Steps)
{
    /// <summary>Number of the epoch, from 1, to which this step (from 1) belongs; before the first step, 1.</summary>
    public int EpochOf(int step) => Completed(Math.Max(step, 1) - 1) + 1;

    /// <summary>The epochs of the whole run, the last one perhaps cut short.</summary>
    public int Epochs => EpochOf(Steps);

    /// <summary>Whether an epoch, or the run, ends with this step.</summary>
    public bool EndsWith(int step) => step == Steps || EpochOf(step) != EpochOf(step + 1);

    /// <summary>The last step of the epoch to which this step belongs.</summary>
    public int LastStepOf(int step)
    {
        var epoch = EpochOf(step);
        var last = (epoch * Records + BatchSize - 1) / BatchSize;
        return (int)Math.Min(last, Steps);
    }

    private int Completed(int steps) => (int)(steps * BatchSize / Records);
}
