using System.Diagnostics;
using DslDp.Ledger;
using DslDp.Reporting;

namespace DslDp;

/// <summary>
/// Where a run stands, for whoever watches it: steps, ε and time, all of them public. The ledger is taken as it is when the run starts, with what was
/// charged before its first step.
/// </summary>
internal sealed class RunProgress(PrivacyPlan plan, EpochCounter epochs, PrivacyLedger ledger)
{
    // The accountant may take a twentieth of the time, beyond one answer an epoch.
    private const int TimesTheAccountant = 20;

    private readonly EpsilonMeter meter = EpsilonMeter.For(plan, [.. ledger.Entries.Where(entry => entry.Kind == ReleaseKind.Other)]);
    private readonly long stepsBefore = ledger.Steps;
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
        Remaining = steps == stepsBefore ? TimeSpan.Zero : clock.Elapsed * ((double)(epochs.Steps - steps) / (steps - stepsBefore)),
        ExpectedExamplesPerSecond = clock.Elapsed > TimeSpan.Zero ? (steps - stepsBefore) * (double)plan.BatchSize / clock.Elapsed.TotalSeconds : 0,
        Evaluation = Evaluation,
    };

    // A second's worth of steps, more where the accountant is slow, but not beyond the epoch: there the figure is exact.
    private int LookAhead(int steps)
    {
        var stepsASecond = (steps - stepsBefore) / Math.Max(clock.Elapsed.TotalSeconds, 1e-3);
        var seconds = Math.Max(1, TimesTheAccountant * meter.LastTook.TotalSeconds);
        return (int)Math.Min(epochs.LastStepOf(steps), steps + (stepsASecond * seconds));
    }
}
