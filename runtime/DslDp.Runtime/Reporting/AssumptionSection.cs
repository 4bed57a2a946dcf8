namespace DslDp.Reporting;

/// <summary>What the guarantee rests on: what the compiler found out, what the run checked, and what people vouch for.</summary>
internal static class AssumptionSection
{
    private static readonly Assumption[] OfEveryRun =
    [
        new("The planned steps stay within the budget", AssumptionBasis.Checked, "The run computed ε afresh before the first step and would have refused a greater one."),
        new("Batches were drawn as the accountant assumes", AssumptionBasis.Checked, "The event charged to the ledger is the one that the sampler itself justifies, and it equals the planned one."),
        new("Every step was charged, and got its noise once before the weights changed", AssumptionBasis.Checked, "A step is charged before the data are touched; a step out of order is stopped with the weights unchanged."),
        new("The number of records is public", AssumptionBasis.VouchedFor, "The sampling probability and the number of steps are computed from it."),
        new("Each example is one row, and no example's row was computed from others' rows", AssumptionBasis.VouchedFor, "The data set was prepared outside; for instance a mean over the private data would tie the rows together."),
        new("Rounding in floating-point arithmetic does not weaken the guarantee", AssumptionBasis.VouchedFor, "Noise and sums are floating-point numbers, while the accountant reasons about real ones (Mironov 2012)."),
    ];

    public static TableSection Of(RunRecord run) => new("assumptions", "Assumptions", ["Statement", "Basis", "Because"],
        [.. run.Plan.Assumptions.Concat(OfEveryRun).Concat(OfTheOptions(run)).Select(each => new object?[] { each.Statement, Text(each.Basis), each.Because })]);

    private static IEnumerable<Assumption> OfTheOptions(RunRecord run)
    {
        yield return run.Options.Seed is null
            ? new("The initial weights do not depend on the private data", AssumptionBasis.VouchedFor, "Training started from the weights that the model came with.")
            : new("The initial weights of the trained layers do not depend on the private data", AssumptionBasis.Checked, "They were drawn afresh from a seed.");
        foreach (var name in run.Frozen)
            yield return new($"The parameters of '{name}' come from public data", AssumptionBasis.VouchedFor, "The field is declared [Frozen].");
        if (run.Options.Evaluate is not null)
            yield return new($"The {run.Options.EvaluationName} was measured on data that are not to be protected", AssumptionBasis.VouchedFor, "TrainingOptions.Evaluate is the caller's code.");
    }

    private static string Text(AssumptionBasis basis) => basis switch
    {
        AssumptionBasis.Proved => "proved",
        AssumptionBasis.Checked => "checked",
        AssumptionBasis.VouchedFor => "vouched for",
        _ => throw new ArgumentOutOfRangeException(nameof(basis), basis, "There is no such basis."),
    };
}
