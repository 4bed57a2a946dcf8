namespace DslDp.Reporting;

/// <summary>Whether what a report says of its run can have happened.</summary>
internal static class RunChecks
{
    public static IEnumerable<ReportDiscrepancy> Of(RunRecord run) => Ledger(run).Concat(History(run)).Concat(Plan(run.Plan));

    private static IEnumerable<ReportDiscrepancy> Ledger(RunRecord run)
    {
        for (var i = 0; i < run.Ledger.Count; i++)
        {
            var entry = run.Ledger[i];
            if (entry.Count < 1)
                yield return new($"ledger[{i}].times", $"it is {entry.Count}; a charge happened at least once");
            if (entry.Kind == ReleaseKind.TrainingStep && !entry.Event.Equals(run.Plan.StepEvent))
                yield return new($"ledger[{i}].event", $"a step of training is charged as {entry.Event}, but the plan's step is {run.Plan.StepEvent}");
        }
        if (run.StepsRun > run.Plan.Steps)
            yield return new("ledger", $"it has {run.StepsRun} steps of training, but the plan has {run.Plan.Steps}");
        if (run.Run.ResumedAfter > run.StepsRun || run.Run.ResumedAfter < 0)
            yield return new("run.resumedAfter", $"it is {run.Run.ResumedAfter}, but the ledger has {run.StepsRun} steps");
    }

    private static IEnumerable<ReportDiscrepancy> History(RunRecord run)
    {
        var epochs = new EpochCounter(run.Plan.Records!.Value, run.Plan.BatchSize, run.Plan.Steps!.Value);
        for (var i = 0; i < run.History.Count; i++)
        {
            var (entry, before) = (run.History[i], i == 0 ? null : run.History[i - 1]);
            if (entry.Step < 1 || entry.Step > run.StepsRun || entry.Step <= before?.Step)
                yield return new($"history[{i}].step", $"{entry.Step} is not after the step before it and within the {run.StepsRun} steps of the ledger");
            if (entry.Epoch != epochs.EpochOf((int)Math.Clamp(entry.Step, 0, int.MaxValue)))
                yield return new($"history[{i}].epoch", $"step {entry.Step} does not belong to epoch {entry.Epoch}");
            if (entry.Evaluation is not null && run.Run.Evaluation is null)
                yield return new($"history[{i}].evaluation", "there is a value, but nothing was evaluated");
        }
    }

    private static IEnumerable<ReportDiscrepancy> Plan(PrivacyPlan plan)
    {
        if (plan.Delta * plan.Records >= 1)
            yield return new("plan.delta", $"it is 1/{plan.Records} or more, which protects no single record");
        if (!(plan.Epsilon <= plan.MaxEpsilon))
            yield return new("plan.epsilon", "it is more than the budget");
    }
}
