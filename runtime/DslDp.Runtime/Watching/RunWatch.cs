namespace DslDp.Watching;

/// <summary>
/// All that a run tells the world while it goes on: log, metrics, activities and TensorBoard hear of the same moments. Nothing here is
/// computed from private data, but for what <see cref="TrainingOptions.LogPrivateValues"/> asks for.
/// </summary>
internal sealed class RunWatch
{
    private readonly PrivacyPlan plan;
    private readonly RunLog log;
    private readonly RunMetrics metrics;
    private readonly RunActivities activities;
    private readonly TensorBoardLog? tensorBoard;
    private readonly PrivateMetrics? privateMetrics;

    /// <param name="plan">The resolved plan.</param>
    /// <param name="options">Where to tell.</param>
    public RunWatch(PrivacyPlan plan, TrainingOptions options)
    {
        this.plan = plan;
        log = new RunLog(options.Logger, plan.Model);
        metrics = new RunMetrics(plan, options.EvaluationName);
        activities = new RunActivities(plan);
        tensorBoard = options.TensorBoardFolder is { } folder ? new TensorBoardLog(folder, log) : null;
        if (options.LogPrivateValues)
            (privateMetrics, Observer) = (new PrivateMetrics(plan.Model), new BatchObserver());
    }

    /// <summary>To be shown the examples of each step; null unless private values are asked for.</summary>
    public BatchObserver? Observer { get; }

    /// <param name="epsilon">What was spent before the first step.</param>
    public void Started(double epsilon)
    {
        log.Started(plan);
        metrics.Started(epsilon);
        activities.Started();
    }

    /// <summary>A step was charged and is about to touch the data.</summary>
    public void StepCharged(int epoch)
    {
        metrics.StepCharged();
        activities.Stepping(epoch);
    }

    public void StepEnded(int step)
    {
        if (Observer is not { } observer)
            return;
        var seen = observer.Take();
        log.Private(step, seen);
        privateMetrics!.Record(seen);
        tensorBoard?.Private(step, seen);
    }

    public void StepFailed(Exception failure, int step, double epsilon)
    {
        log.StepFailed(failure, step, plan.Steps!.Value, epsilon, plan.Delta);
        metrics.Spent(epsilon);
        activities.StepFailed(failure);
    }

    public void EpochEnded(TrainingProgress progress)
    {
        log.EpochEnded(progress);
        metrics.Evaluated(progress.Evaluation);
        metrics.Spent(progress.EpsilonSpent);
        activities.EpochEnded(progress);
        tensorBoard?.Spent(progress.Step, progress.EpsilonSpent);
        tensorBoard?.Evaluated(progress.Step, progress.Evaluation);
        tensorBoard?.LearningRate(progress.Step, plan.Optimizer.LearningRate);
    }

    public void CheckpointSaved(int epoch, string path) => log.CheckpointSaved(epoch, path);

    public void ReportLiesElsewhere(IOException failure, string wanted, string? path) => log.ReportLiesElsewhere(failure, wanted, path);

    /// <summary>The run is over, completed or not; the report says what it spent.</summary>
    public void Ended(PrivacyReport report, int steps)
    {
        log.Ended(report, steps, plan.Steps!.Value);
        metrics.Spent(report.Epsilon);
        activities.Ended(steps, report.Epsilon);
        tensorBoard?.Spent(steps, report.Epsilon);
    }

    /// <summary>Nothing more will be heard of the run. Where it did not end, it took no step.</summary>
    public void Abandoned() => activities.Ended(0, 0);
}
