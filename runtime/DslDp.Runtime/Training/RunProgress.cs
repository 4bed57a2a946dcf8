using System.Diagnostics;
using DslDp.Ledger;

namespace DslDp;

/// <summary>Where a run stands, for whoever watches it: steps, ε and time, all of them public.</summary>
internal sealed class RunProgress(PrivacyPlan plan, EpochCounter epochs)
{
    // The accountant may take a twentieth of the time, beyond one answer an epoch.
    private const int TimesTheAccountant = 20;

    private readonly EpsilonMeter meter = EpsilonMeter.For(plan);
    private readonly Stopwatch clock = new();

    /// <summary>The last evaluation; null before the first.</summary>
    public double? Evaluation { get; set; }

    public void Start() => clock.Start();

    public void Stop() => clock.Stop();

    /// <summary>How the run stands after so many steps.</summary>
    public TrainingProgress After(int steps) => new()
    {
        Step = steps,
        Steps = epochs.Steps,
        Epoch = epochs.EpochOf(steps),
        Epochs = epochs.Epochs,
        EpsilonSpent = meter.AtMost(steps, LookAhead(steps)),
        Delta = plan.Delta,
        Elapsed = clock.Elapsed,
        Remaining = steps == 0 ? TimeSpan.Zero : clock.Elapsed * ((double)(epochs.Steps - steps) / steps),
        ExpectedExamplesPerSecond = clock.Elapsed > TimeSpan.Zero ? steps * (double)plan.BatchSize / clock.Elapsed.TotalSeconds : 0,
        Evaluation = Evaluation,
    };

    // A second's worth of steps, more where the accountant is slow, but not beyond the epoch: there the figure is exact.
    private int LookAhead(int steps)
    {
        var stepsASecond = steps / Math.Max(clock.Elapsed.TotalSeconds, 1e-3);
        var seconds = Math.Max(1, TimesTheAccountant * meter.LastTook.TotalSeconds);
        return (int)Math.Min(epochs.LastStepOf(steps), steps + (stepsASecond * seconds));
    }
}
