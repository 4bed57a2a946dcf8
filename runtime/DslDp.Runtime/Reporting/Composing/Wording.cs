namespace DslDp.Reporting;

/// <summary>The guarantee in words, for people who will not read the rest.</summary>
internal static class Wording
{
    public static string Neighbours(Adjacency adjacency) => adjacency switch
    {
        Adjacency.AddOrRemoveOne => "one example is added or removed",
        Adjacency.ReplaceOne => "one example is replaced by another",
        Adjacency.ZeroOut => "one example's contribution is replaced by zero",
        _ => throw new ArgumentOutOfRangeException(nameof(adjacency), adjacency, "There is no such adjacency."),
    };

    /// <summary>One sentence.</summary>
    public static string Guarantee(RunRecord run, double epsilon)
    {
        if (!run.Randomness.IsSecret)
            return "No guarantee: batches or noise came from a source that is not secret.";
        var what = HasOtherReleases(run) ? "Training, with the other releases that were declared," : "Training";
        return $"{what} was (ε = {new EpsilonValue(epsilon)}, δ = {ReportText.Of(run.Plan.Delta)})-differentially private for each example: neighbouring data sets are those where {Neighbours(run.Plan.Adjacency)}.";
    }

    /// <summary>One paragraph for a paper or a data sheet.</summary>
    public static string Paragraph(RunRecord run, double epsilon)
    {
        if (!run.Randomness.IsSecret)
            return $"{run.Plan.Model} was trained without a guarantee: batches or noise came from a source that is not secret.";
        var plan = run.Plan;
        var steps = run.StepsRun == plan.Steps ? $"{run.StepsRun} steps" : $"{run.StepsRun} of {plan.Steps} planned steps";
        var sigma = ReportText.Of(Math.Round(plan.NoiseMultiplier!.Value, 4));
        var others = HasOtherReleases(run) ? $" The guarantee includes {string.Join(", ", OtherReleases(run))}." : "";
        return $"{plan.Model} was trained with differentially private stochastic gradient descent (DP-SGD, Abadi et al. 2016) in the central model with a trusted curator. " +
            $"The guarantee is ε = {new EpsilonValue(epsilon)} at δ = {ReportText.Of(plan.Delta)}; the unit of privacy is one example, which is one row of the data set, and neighbouring data sets are those where {Neighbours(plan.Adjacency)}. " +
            $"It covers the final weights, all checkpoints and the whole sequence of noisy gradients of this run on {plan.Records} records: {steps}, each on a Poisson sample with sampling probability {plan.BatchSize}/{plan.Records}, with per-example gradients clipped to norm {ReportText.Of(plan.ClipNorm)} and Gaussian noise with noise multiplier {sigma}.{others} " +
            $"ε is an upper bound by {Ledger.AccountantFactory.NameOf(plan.Accountant, plan.Adjacency)}. {Boundary(run)}";
    }

    /// <summary>The releases beside training.</summary>
    public static IEnumerable<string> OtherReleases(RunRecord run) =>
        run.Ledger.Where(entry => entry.Kind == ReleaseKind.Other).Select(entry => entry.Count == 1 ? entry.What : $"{entry.What} ({entry.Count} times)");

    public static bool HasOtherReleases(RunRecord run) => run.Ledger.Any(entry => entry.Kind == ReleaseKind.Other);

    private static string Boundary(RunRecord run) => HasOtherReleases(run)
        ? "Other runs on the same data are not included."
        : "Hyperparameter search, preprocessing and other runs on the same data are not included.";
}
