namespace DslDp.Reporting;

/// <summary>Which accesses to the private data the guarantee covers, and what may be published.</summary>
internal static class DataUse
{
    public static IReadOnlyList<DataAccess> Accesses(RunRecord run) =>
    [
        new("This training run", true, $"Each of its {run.StepsRun} steps is in the ledger."),
        .. run.Run.ResumedAfter is { } earlier ? [new DataAccess("The run that this one went on from", true, $"Its {earlier} steps are in the ledger.")] : Array.Empty<DataAccess>(),
        .. run.Ledger.Where(entry => entry.Kind == ReleaseKind.Other).Select(entry => new DataAccess(entry.What, true, "The caller declared it, and it is in the ledger; that it released nothing else is the caller's word.")),
        new("Tuning: other runs on the same data, and the choice between them", false, "Declare each in TrainingOptions.OtherReleases, or add up the reports."),
        new("Preprocessing: statistics, vocabularies or filters made from the private data", false, "Declare the events of private ones in TrainingOptions.OtherReleases; those without noise are protected by nothing."),
        run.Run.Evaluation is { } name
            ? new($"Evaluation: {name}", false, "The caller vouches that it looks only at data that are not to be protected.")
            : new("Evaluation on the private data", false, "There was none during the run."),
        .. run.Run.PrivateValuesLogged ? [new DataAccess("Private values in logs: loss, gradient norms, sizes of batches", false, "TrainingOptions.LogPrivateValues was set. They were computed without noise: keep the logs as secret as the data.")] : Array.Empty<DataAccess>(),
    ];

    public static IReadOnlyList<Publication> Publications(RunRecord run) =>
    [
        new("The final weights", true, "They were computed from the noisy sums only."),
        new("Every checkpoint, and the weights after every step", true, "They were computed from the noisy sums only."),
        new("The whole sequence of noisy gradients", true, "The accountant counts on its being seen."),
        new("Whatever is computed from these without the private data", true, "Post-processing costs nothing."),
        new("This report", true, run.Run.Evaluation is null ? "Its numbers do not depend on the content of the data." : "Its numbers do not depend on the content of the private data, as far as the evaluation is on other data."),
        new("Loss, accuracy, gradients or their norms on the private data", false, "They were computed without noise, and nothing was charged for them."),
        new("Sizes and members of the batches, and the time that each step took", false, "The guarantee counts on their being secret."),
        new("The private data, and the state of the random generators", false, "With the noise known, it can be taken off again."),
        new("Results of several runs on the same data", false, "Each run spends its own ε and δ: they add up."),
    ];
}
