namespace DslDp.Reporting;

/// <summary>What the guarantee rests on: what the compiler found out, what the run checked, and what people vouch for.</summary>
internal static class Assumptions
{
    public static IReadOnlyList<ReportedAssumption> Of(RunRecord run, WitnessSection witnesses) =>
    [
        .. run.Plan.Assumptions.Select(each => Of(each.Statement, each.Basis, each.Because, each.Basis == AssumptionBasis.Proved ? "docs/soundness.md" : null)),
        Sampling(run.Randomness),
        Noise(run.Randomness),
        Of("The planned steps stay within the budget", AssumptionBasis.Checked, "The run computed ε afresh before the first step and would have refused a greater one.", "guarantee"),
        Of("The accountant was charged with the event that the sampler justifies", AssumptionBasis.Checked, "The sampler carries its event, and a run whose plan counts on another one does not start.", "ledger"),
        Witnesses(witnesses),
        Of("Every step was charged, and got its noise once before the weights changed", AssumptionBasis.Checked, "A step is charged before the data are touched; a step out of order is stopped with the weights unchanged.", "ledger"),
        Of("No example counts with a gradient of a greater norm than C", AssumptionBasis.Checked, "Norms are measured with an allowance for rounding, and factors are rounded down; an example whose gradient is not finite counts as zero.", "mechanism"),
        Of("The number of records is public", AssumptionBasis.VouchedFor, "The sampling probability and the number of steps are computed from it.", "mechanism"),
        Of("Each example is one row, and no example's row was computed from others' rows", AssumptionBasis.VouchedFor, "The data set was prepared outside; for instance a mean over the private data would tie the rows together.", "dataAccesses"),
        Of("A person has one row", AssumptionBasis.VouchedFor, "The unit of privacy is the example; what a person with several rows is guaranteed stands under guarantee, groups.", "unit"),
        Of("Rounding in floating-point arithmetic does not weaken the guarantee", AssumptionBasis.VouchedFor, "Noise and sums are floating-point numbers, while the accountant reasons about real ones (Mironov 2012).", "randomness"),
        InitialWeights(run.Run),
        .. run.Run.Evaluation is { } evaluation ? [Of($"The {evaluation} was measured on data that are not to be protected", AssumptionBasis.VouchedFor, "TrainingOptions.Evaluate is the caller's code.", "dataAccesses")] : Array.Empty<ReportedAssumption>(),
        .. run.Run.ResumedAfter is not null ? [Of("The weights that the run went on from are those of the run that is reported before it", AssumptionBasis.VouchedFor, "The caller loaded them; the ledger of that run is included.", "ledger")] : Array.Empty<ReportedAssumption>(),
    ];

    private static ReportedAssumption Sampling(RandomnessRecord randomness) => Of("Batches were drawn by Poisson sampling, in secret", AssumptionBasis.Checked, "", "randomness") with
    {
        Holds = randomness.DrewByPoisson,
        Because = randomness.DrewByPoisson
            ? "The loop drew them: every record joined every batch independently with probability q, by the operating system's cryptographic generator; no batch was shuffled, padded or cut, and an empty one is a step like any other."
            : $"They came from {randomness.Sampler}, which is for tests only.",
    };

    private static ReportedAssumption Witnesses(WitnessSection witnesses) => Of("The accountants do not contradict each other", AssumptionBasis.Checked, "", "accounting") with
    {
        Holds = witnesses.Contradiction is null,
        Because = witnesses.Contradiction ?? "Every method that can treat the ledger was asked, and no upper bound lies below a lower one.",
    };

    private static ReportedAssumption Noise(RandomnessRecord randomness) => Of("The noise is Gaussian, independent and secret", AssumptionBasis.Checked, "", "randomness") with
    {
        Holds = randomness.DrewSecretNoise,
        Because = randomness.DrewSecretNoise
            ? "The loop drew it for each entry of each sum from a cryptographic stream whose key is drawn for the run and never written anywhere."
            : $"It came from {randomness.Noise}, which is for tests only.",
    };

    private static ReportedAssumption InitialWeights(RunSection run) => run.InitialWeightsSeed is null
        ? Of("The initial weights do not depend on the private data", AssumptionBasis.VouchedFor, "Training started from the weights that the model came with.", "run")
        : Of("The initial weights of the trained layers do not depend on the private data", AssumptionBasis.Checked, "They were drawn afresh from a seed.", "run");

    private static ReportedAssumption Of(string statement, AssumptionBasis basis, string because, string? see) => new()
    {
        Statement = statement,
        Basis = basis,
        Holds = basis == AssumptionBasis.VouchedFor ? null : true,
        Because = because,
        See = see,
    };
}
