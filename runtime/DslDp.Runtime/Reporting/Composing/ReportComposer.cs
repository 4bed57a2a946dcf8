using DslDp.Accounting;
using DslDp.Ledger;

namespace DslDp.Reporting;

/// <summary>
/// Draws up a report: from the record of a run and the numbers that accountants computed from it, the document without its
/// digest. The same code draws up a report and, when one is verified, says what it should be.
/// </summary>
internal static class ReportComposer
{
    private static IReadOnlyList<double> Orders => RdpAccountant.DefaultOrders;

    public static ReportDocument Compose(RunRecord run, ReportFigures figures) => new()
    {
        Format = ReportDocument.CurrentFormat,
        Model = run.Plan.Model,
        DrawnUp = run.DrawnUp,
        Summary = new() { Guarantee = Wording.Guarantee(run, figures.Epsilon), Paragraph = Wording.Paragraph(run, figures.Epsilon) },
        Setting = new()
        {
            Kind = "central",
            Meaning = "Whoever runs the training holds the data as they are and has to be trusted with them; the guarantee is towards everybody who sees what is published. There is no local privacy: nothing was randomised before it was collected.",
        },
        DataAccesses = DataUse.Accesses(run),
        Publication = DataUse.Publications(run),
        Unit = Unit(run.Plan),
        Adjacency = new() { Relation = run.Plan.Adjacency, Meaning = $"Two data sets are neighbours when {Wording.Neighbours(run.Plan.Adjacency)}." },
        Guarantee = Guarantee(run, figures),
        Accounting = Accounting(run.Plan, figures),
        Mechanism = Mechanism(run),
        Randomness = run.Randomness.Section(),
        Assumptions = Assumptions.Of(run, figures.Witnesses),
        Audit = Audit(run.Plan, figures),
        Ledger = [.. run.Ledger.Select(entry => new ChargedRelease { What = entry.What, Kind = entry.Kind, Event = entry.Event, Times = entry.Count })],
        Plan = run.Plan,
        Run = run.Run,
        History = [.. run.History.Zip(figures.History, (entry, epsilon) => new HistoryEntry(entry.Epoch, entry.Step, epsilon, entry.Evaluation))],
        Hashes = new() { Plan = ReportJson.HashOf(run.Plan), ModelSource = run.Plan.Source?.ModelSource, GeneratedCode = run.Plan.Source?.GeneratedCode },
        Software = run.Software,
        Digest = "",
    };

    private static UnitSection Unit(PrivacyPlan plan) => new()
    {
        Unit = plan.Unit,
        Meaning = "One example, which is one row of the data set. A person with several rows is protected less: see the groups of the guarantee.",
        RowsPerUnit = 1,
        ContributionPerStep = plan.ClipNorm,
        ContributionBound = $"A unit is one row. It joins each batch at most once, and adds to the sum of a step a gradient of norm {ReportText.Of(plan.ClipNorm)} at most.",
    };

    private static GuaranteeSection Guarantee(RunRecord run, ReportFigures figures)
    {
        var tier = PrivacyTier.Of(figures.Epsilon);
        return new()
        {
            Holds = run.Randomness.IsSecret,
            Epsilon = figures.Epsilon,
            Delta = run.Plan.Delta,
            TrainingEpsilon = figures.TrainingEpsilon,
            PlannedEpsilon = figures.PlannedEpsilon,
            MaxEpsilon = run.Plan.MaxEpsilon,
            WithinBudget = figures.Epsilon <= run.Plan.MaxEpsilon,
            Tier = tier.Name,
            TierMeaning = tier.Meaning,
            Curve = figures.Curve,
            Course = figures.Course,
            Groups = figures.Groups,
            Rho = figures.Rho,
            Mu = figures.Mu,
        };
    }

    private static AccountingSection Accounting(PrivacyPlan plan, ReportFigures figures) => new()
    {
        Accountant = plan.Accountant,
        Name = AccountantFactory.NameOf(plan.Accountant, plan.Adjacency),
        Type = "(ε, δ)-differential privacy: an upper bound on ε for the δ that was declared, composed over all events of the ledger, which may be chosen in view of earlier results.",
        Settings = plan.Accountant switch
        {
            AccountantKind.Pld =>
            [
                "losses rounded up to a grid (connect-the-dots), in both directions between neighbours, of which the greater counts",
                "truncated tails charged to δ",
                "the width of the grid chosen by the width of the composed loss",
            ],
            AccountantKind.Rdp =>
            [
                $"orders {ReportText.Of(Orders[0])} to {ReportText.Of(Orders[^1])}, {Orders.Count} of them, extended where the best one lies at the edge",
                "conversion to (ε, δ) by Canonne, Kamath and Steinke 2020, proposition 12",
            ],
            _ => [],
        },
        Witnesses = figures.Witnesses,
    };

    private static MechanismSection Mechanism(RunRecord run)
    {
        var step = run.Ledger.FirstOrDefault(entry => entry.Kind == ReleaseKind.TrainingStep)?.Event as PoissonSampledEvent;
        var sigma = (step?.Event as GaussianEvent)?.NoiseMultiplier;
        return new()
        {
            Name = "DP-SGD (Abadi et al. 2016, algorithm 1): per-example gradients, clipped, summed, with Gaussian noise on each sum",
            Sampling = run.Randomness.DrewByPoisson ? "Poisson sampling: every record joins every batch independently with probability q" : $"by {run.Randomness.Sampler}, for tests only",
            SamplingProbability = step?.SamplingProbability,
            Records = run.Plan.Records!.Value,
            ExpectedBatchSize = run.Plan.BatchSize,
            ClipNorm = run.Plan.ClipNorm,
            NoiseMultiplier = sigma,
            NoiseDeviation = sigma * run.Plan.ClipNorm,
            StepsPlanned = run.Plan.Steps!.Value,
            StepsRun = run.StepsRun,
            Ending = run.Ending,
        };
    }

    private static AuditSection Audit(PrivacyPlan plan, ReportFigures figures)
    {
        var needed = Math.Max(figures.Epsilon, plan.MaxEpsilon) > PrivacyTier.LargestReasonable;
        return new()
        {
            Needed = needed,
            Declared = plan.Audit,
            Meaning = (needed, plan.Audit) switch
            {
                (_, not null) => "The programmer declared it. DslDp has not seen the result, and takes nothing off ε for it.",
                (true, null) => "The theorem alone is no evidence at this ε. Audit the model by attacking it, and declare the audit with [Audit].",
                (false, null) => "The theorem is the evidence; no audit was declared.",
            },
        };
    }
}
