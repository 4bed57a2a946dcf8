namespace DslDp.Reporting;

/// <summary>What was spent, and for whom the guarantee holds.</summary>
internal static class GuaranteeSection
{
    public static FactSection Of(RunRecord run, double epsilon) => new("guarantee", "Guarantee",
    [
        new("statement", "Statement", Sentence(run, epsilon)),
        new("epsilon", "ε spent", new EpsilonValue(epsilon), "An upper bound, computed from the ledger of the steps that ran; shown rounded up."),
        new("delta", "δ", run.Plan.Delta, "The probability with which the bound ε may fail."),
        new("plannedEpsilon", "ε planned", new EpsilonValue(run.Plan.Epsilon!.Value), "For all the planned steps."),
        new("maxEpsilon", "ε allowed", run.Plan.MaxEpsilon, "The declared budget."),
        new("unit", "Unit", run.Plan.Unit.ToString(), "One row of the data set. A person with several rows is protected less."),
        new("adjacency", "Adjacency", run.Plan.Adjacency.ToString(), $"Two data sets are neighbours when {Neighbours(run.Plan.Adjacency)}."),
        new("accountant", "Accountant", Ledger.AccountantFactory.NameOf(run.Plan.Accountant, run.Plan.Adjacency)),
        new("tier", "Tier", PrivacyTier.Of(epsilon), "Of the ε spent, by Ponomareva et al. 2023, arXiv:2303.00654."),
        new("completed", "Completed", run.Completed, "Whether all the planned steps were taken."),
    ]);

    public static string Sentence(RunRecord run, double epsilon)
    {
        if (!run.Randomness.IsSecret)
            return "No guarantee: batches or noise came from a source that is not secret.";
        var (shown, delta) = (new EpsilonValue(epsilon), ReportText.Of(run.Plan.Delta));
        return $"Training was (ε = {shown}, δ = {delta})-differentially private for each example: neighbouring data sets are those where {Neighbours(run.Plan.Adjacency)}.";
    }

    private static string Neighbours(Adjacency adjacency) => adjacency switch
    {
        Adjacency.AddOrRemoveOne => "one example is added or removed",
        Adjacency.ReplaceOne => "one example is replaced by another",
        Adjacency.ZeroOut => "one example's contribution is replaced by zero",
        _ => throw new ArgumentOutOfRangeException(nameof(adjacency), adjacency, "There is no such adjacency."),
    };
}
