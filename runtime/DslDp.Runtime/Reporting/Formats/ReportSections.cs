namespace DslDp.Reporting;

/// <summary>A report in the order in which people read it: the guarantee, for whom, of what, on what it rests, and how it was made.</summary>
internal static class ReportSections
{
    public static IReadOnlyList<ReportSection> Of(ReportDocument report) =>
    [
        new TextSection("Summary", [report.Summary.Guarantee, report.Summary.Paragraph]),
        Guarantee(report),
        Scope(report),
        new TableSection("Accesses to the private data", ["Access", "Covered", "Why"], [.. report.DataAccesses.Select(each => new object?[] { each.Access, each.Covered, each.Why })]),
        new TableSection("What may be published", ["What", "Covered", "Why"], [.. report.Publication.Select(each => new object?[] { each.What, each.Covered, each.Why })]),
        new TableSection("Assumptions", ["Statement", "Basis", "Holds", "Because", "See"], [.. report.Assumptions.Select(each => new object?[] { each.Statement, Text(each.Basis), each.Holds is { } holds ? holds : "on somebody's word", each.Because, each.See })]),
        Mechanism(report),
        new TableSection("Ledger", ["Release", "Event", "Times"], [.. report.Ledger.Select(each => new object?[] { each.What, each.Event, each.Times })]),
        Accounting(report),
        new TableSection("ε at other values of δ", ["δ", "ε"], [.. report.Guarantee.Curve.Select(point => new object?[] { point.Delta, new EpsilonValue(point.Epsilon) })]),
        new TableSection("ε in the course of the run", ["Step", "ε"], [.. report.Guarantee.Course.Select(point => new object?[] { point.Step, new EpsilonValue(point.Epsilon) })]),
        new TableSection("Several units together", ["Units", "ε", "δ"], [.. report.Guarantee.Groups.Select(group => new object?[] { group.Size, new EpsilonValue(group.Epsilon), group.Delta })]),
        Training(report),
        new TableSection("Layers", ["Name", "Layer", "Clipping rule"], [.. report.Plan.Layers.Select(layer => new object?[] { layer.Name, layer.Layer, layer.Rule })]),
        new TableSection("History", ["Epoch", "Step", "ε", "Evaluation"], [.. report.History.Select(entry => new object?[] { entry.Epoch, entry.Step, new EpsilonValue(entry.Epsilon), entry.Evaluation })]),
        Origin(report),
    ];

    private static FactSection Guarantee(ReportDocument report)
    {
        var guarantee = report.Guarantee;
        return new("Guarantee",
        [
            new("Is there a guarantee", guarantee.Holds, "There is none where batches or noise came from a source that is not secret."),
            new("ε spent", new EpsilonValue(guarantee.Epsilon), "An upper bound, computed from the ledger of what ran; shown rounded up."),
            new("δ", guarantee.Delta, "The probability with which the bound ε may fail."),
            new("Tier", guarantee.Tier, $"{guarantee.TierMeaning} (Tiers by Ponomareva et al. 2023, arXiv:2303.00654.)"),
            new("ε of the training steps alone", new EpsilonValue(guarantee.TrainingEpsilon), "Without other releases that were declared."),
            new("ε planned", new EpsilonValue(guarantee.PlannedEpsilon), "For all the planned steps."),
            new("ε allowed", guarantee.MaxEpsilon, "The declared budget for training."),
            new("Within the budget", guarantee.WithinBudget, "Other releases included."),
            new("ρ", guarantee.Rho, guarantee.Rho is null ? "These events have no exact ρ of zero-concentrated differential privacy." : "Of zero-concentrated differential privacy, exact."),
            new("μ", guarantee.Mu, "The least μ of Gaussian differential privacy that the lower bound allows: a description, not a guarantee."),
        ]);
    }

    private static FactSection Scope(ReportDocument report) => new("For whom it holds",
    [
        new("Setting", report.Setting.Kind, report.Setting.Meaning),
        new("Unit of privacy", report.Unit.Unit, report.Unit.Meaning),
        new("Contribution bound", report.Unit.ContributionPerStep, report.Unit.ContributionBound),
        new("Adjacency", report.Adjacency.Relation, report.Adjacency.Meaning),
        new("Audit", report.Audit.Declared, report.Audit.Meaning),
    ]);

    private static FactSection Mechanism(ReportDocument report)
    {
        var mechanism = report.Mechanism;
        return new("Mechanism",
        [
            new("Algorithm", mechanism.Name),
            new("Batches", mechanism.Sampling),
            new("Sampling probability q", mechanism.SamplingProbability, "From the ledger."),
            new("Records", mechanism.Records, "Taken as public."),
            new("Expected batch size", mechanism.ExpectedBatchSize, "The sums were divided by it, never by the size of a draw."),
            new("Clip norm C", mechanism.ClipNorm, "No example's gradient counted with a greater norm."),
            new("Noise multiplier σ", mechanism.NoiseMultiplier, "Standard deviation of the noise in multiples of C; from the ledger."),
            new("Noise on each sum", mechanism.NoiseDeviation, "σ · C, added once a step, also to an empty batch."),
            new("Steps planned", mechanism.StepsPlanned),
            new("Steps run", mechanism.StepsRun, "Charged before the data were touched; from the ledger."),
            new("Ending", Text(mechanism.Ending)),
            new("Source of the batches", report.Randomness.SamplerSource),
            new("Source of the noise", report.Randomness.NoiseSource),
            new("Floating point", report.Randomness.FloatingPoint),
        ]);
    }

    private static FactSection Accounting(ReportDocument report)
    {
        var (accounting, witnesses) = (report.Accounting, report.Accounting.Witnesses);
        return new("Accounting",
        [
            new("Accountant", accounting.Name, accounting.Type),
            .. accounting.Settings.Select(setting => new ReportFact("Setting", setting)),
            new("ε by privacy loss distributions", Shown(witnesses.Pld), "Methods that apply to this ledger; they must not contradict each other."),
            new("ε by Rényi differential privacy", Shown(witnesses.Rdp)),
            new("ε by the closed form", Shown(witnesses.ClosedForm), "For Gaussian releases without sampling (Balle and Wang 2018)."),
            new("Lower bound on ε", witnesses.LowerBound, "No accountant can prove less for this ledger."),
            new("Contradiction", witnesses.Contradiction, "Between two of these methods: a defect, which no report may have."),
        ]);
    }

    private static FactSection Training(ReportDocument report) => new("Training",
    [
        new("Model", report.Model),
        new("Optimizer", report.Plan.Optimizer.Kind),
        new("Learning rate", report.Plan.Optimizer.LearningRate),
        new("Momentum", report.Plan.Optimizer.Momentum),
        new("Weight decay", report.Plan.Optimizer.WeightDecay),
        new("Epochs declared", report.Plan.Epochs),
        new("Micro-batch size", report.Run.MicroBatchSize),
        new("Device", report.Run.Device),
        new("Seed of the initial weights", report.Run.InitialWeightsSeed, "Batches and noise have no seed."),
        new("Not trained", report.Run.Frozen.Count == 0 ? null : string.Join(", ", report.Run.Frozen)),
        new("Evaluation", report.Run.Evaluation, "On data that are not to be protected."),
        new("Private values logged", report.Run.PrivateValuesLogged),
        new("Resumed after step", report.Run.ResumedAfter),
    ]);

    private static FactSection Origin(ReportDocument report) => new("Code and versions",
    [
        new("Drawn up", report.DrawnUp),
        new("Hash of the plan", report.Hashes.Plan),
        new("Hash of the model's source", report.Hashes.ModelSource),
        new("Hash of the generated code", report.Hashes.GeneratedCode),
        .. report.Software.Select(each => new ReportFact(each.Component, each.Version)),
        new("Format", report.Format),
        new("Digest of the report", report.Digest),
    ]);

    private static EpsilonValue? Shown(double? epsilon) => epsilon is { } value ? new EpsilonValue(value) : null;

    private static string Text(AssumptionBasis basis) => basis switch
    {
        AssumptionBasis.Proved => "proved by the compiler",
        AssumptionBasis.Checked => "checked by the run",
        AssumptionBasis.VouchedFor => "vouched for",
        _ => throw new ArgumentOutOfRangeException(nameof(basis), basis, "There is no such basis."),
    };

    private static string Text(RunEnding ending) => ending switch
    {
        RunEnding.Completed => "all the planned steps were taken",
        RunEnding.EndedEarly => "cancelled or finished early",
        RunEnding.StepFailed => "a step failed; it is charged all the same",
        _ => throw new ArgumentOutOfRangeException(nameof(ending), ending, "There is no such ending."),
    };
}
