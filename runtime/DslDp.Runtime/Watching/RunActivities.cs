using System.Diagnostics;

namespace DslDp.Watching;

/// <summary>The activities of “DslDp”: the run, and within it each epoch. Public numbers only.</summary>
internal sealed class RunActivities(PrivacyPlan plan)
{
    public const string Name = "DslDp";

    private static readonly ActivitySource Source = new(Name);
    private Activity? run, epoch;

    public void Started() => run = Begin("dsldp.run", default)
        ?.SetTag("dsldp.model", plan.Model)
        .SetTag("dsldp.training.steps.planned", plan.Steps)
        .SetTag("dsldp.training.batch.expected", plan.BatchSize)
        .SetTag("dsldp.privacy.noise_multiplier", plan.NoiseMultiplier)
        .SetTag("dsldp.privacy.clip_norm", plan.ClipNorm)
        .SetTag("dsldp.privacy.epsilon.budget", plan.MaxEpsilon)
        .SetTag("dsldp.privacy.delta", plan.Delta);

    /// <summary>A step is about to be taken in this epoch.</summary>
    public void Stepping(int number)
    {
        if (run is not null && epoch is null)
            epoch = Begin("dsldp.epoch", run.Context)?.SetTag("dsldp.model", plan.Model).SetTag("dsldp.training.epoch", number);
    }

    public void EpochEnded(TrainingProgress progress)
    {
        epoch?.SetTag("dsldp.training.evaluation", progress.Evaluation);
        End(ref epoch, progress.Step, progress.EpsilonSpent);
    }

    public void StepFailed(Exception failure)
    {
        // As OpenTelemetry has it, without the text of the exception, which may hold private values.
        foreach (var activity in new[] { epoch, run })
            activity?.SetTag("error.type", failure.GetType().FullName).SetStatus(ActivityStatusCode.Error);
    }

    public void Ended(int steps, double epsilon)
    {
        End(ref epoch, steps, epsilon);
        run?.SetTag("dsldp.training.completed", steps >= plan.Steps);
        End(ref run, steps, epsilon);
    }

    private static void End(ref Activity? activity, int steps, double epsilon)
    {
        activity?.SetTag("dsldp.training.steps", steps).SetTag("dsldp.privacy.epsilon", epsilon).Dispose();
        activity = null;
    }

    // The caller's current activity stays current: a trainer is stepped from anywhere, and not by nesting.
    private static Activity? Begin(string name, ActivityContext parent)
    {
        var current = Activity.Current;
        var begun = parent == default ? Source.StartActivity(name) : Source.StartActivity(name, ActivityKind.Internal, parent);
        Activity.Current = current;
        return begun;
    }
}
