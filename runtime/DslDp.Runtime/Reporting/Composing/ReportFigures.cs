using DslDp.Accounting;
using DslDp.Ledger;

namespace DslDp.Reporting;

/// <summary>The numbers of a report that accountants compute from its ledger and its plan.</summary>
internal sealed record ReportFigures
{
    private static readonly double[] Deltas = [1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9, 1e-10];
    private const int PointsOfTheCourse = 12;
    private static readonly int[] GroupSizes = [2, 4, 8];

    public required double Epsilon { get; init; }

    public required double TrainingEpsilon { get; init; }

    public required double PlannedEpsilon { get; init; }

    public required IReadOnlyList<CurvePoint> Curve { get; init; }

    public required IReadOnlyList<StepPoint> Course { get; init; }

    public required IReadOnlyList<GroupGuarantee> Groups { get; init; }

    public required double? Rho { get; init; }

    public required double? Mu { get; init; }

    public required WitnessSection Witnesses { get; init; }

    /// <summary>ε at the steps of the history.</summary>
    public required IReadOnlyList<double> History { get; init; }

    /// <summary>Computes them all.</summary>
    /// <exception cref="UnsupportedEventException">The accountant of the plan cannot treat an event of the ledger.</exception>
    public static ReportFigures Of(RunRecord run)
    {
        var (plan, total) = (run.Plan, PrivacyLedger.Together(run.Ledger));
        var witnesses = WitnessesOf(total, plan);
        var accountant = Accountant(plan).Compose(total);
        return new()
        {
            Epsilon = accountant.GetEpsilon(plan.Delta),
            TrainingEpsilon = Accountant(plan).Compose(PrivacyLedger.Together(Steps(run.Ledger))).GetEpsilon(plan.Delta),
            PlannedEpsilon = Accountant(plan).Compose(plan.PlannedEvent).GetEpsilon(plan.Delta),
            Curve = [.. Deltas.Append(plan.Delta).Distinct().OrderDescending().Select(delta => new CurvePoint(delta, accountant.GetEpsilon(delta)))],
            Course = [.. CourseOf(run.StepsRun).Select(step => new StepPoint(step, EpsilonAfter(run, step)))],
            Groups = GroupsOf(total, plan),
            Rho = RhoOf(total, plan.Adjacency),
            Mu = witnesses.LowerBound is { } bound ? GaussianPrivacy.LeastMu(bound, plan.Delta) : null,
            Witnesses = witnesses,
            History = [.. run.History.Select(entry => EpsilonAfter(run, entry.Step))],
        };
    }

    /// <summary>What a report states as these numbers.</summary>
    public static ReportFigures Of(ReportDocument document) => new()
    {
        Epsilon = document.Guarantee.Epsilon,
        TrainingEpsilon = document.Guarantee.TrainingEpsilon,
        PlannedEpsilon = document.Guarantee.PlannedEpsilon,
        Curve = document.Guarantee.Curve,
        Course = document.Guarantee.Course,
        Groups = document.Guarantee.Groups,
        Rho = document.Guarantee.Rho,
        Mu = document.Guarantee.Mu,
        Witnesses = document.Accounting.Witnesses,
        History = [.. document.History.Select(entry => entry.Epsilon)],
    };

    private static PrivacyAccountant Accountant(PrivacyPlan plan) => AccountantFactory.Create(plan.Accountant, plan.Adjacency);

    private static IEnumerable<LedgerEntry> Steps(IEnumerable<LedgerEntry> ledger) => ledger.Where(entry => entry.Kind == ReleaseKind.TrainingStep);

    private static IEnumerable<long> CourseOf(long steps) =>
        Enumerable.Range(0, PointsOfTheCourse + 1).Select(i => (long)((Int128)steps * i / PointsOfTheCourse)).Distinct();

    /// <summary>ε of the other releases and of the first so many steps.</summary>
    private static double EpsilonAfter(RunRecord run, long steps)
    {
        var accountant = Accountant(run.Plan);
        foreach (var entry in run.Ledger)
        {
            var isStep = entry.Kind == ReleaseKind.TrainingStep;
            var times = isStep ? Math.Min(steps, entry.Count) : entry.Count;
            steps -= isStep ? times : 0;
            accountant.Compose(entry.Event, times);
        }
        return accountant.GetEpsilon(run.Plan.Delta);
    }

    private static IReadOnlyList<GroupGuarantee> GroupsOf(PrivacyEvent total, PrivacyPlan plan) => plan.Adjacency == Adjacency.ReplaceOne || GroupPrivacy.EventOf(total, 1) is null
        ? []
        : [.. GroupSizes.Select(size => new GroupGuarantee(size, new PldAccountant(plan.Adjacency).Compose(GroupPrivacy.EventOf(total, size)!).GetEpsilon(plan.Delta), plan.Delta))];

    private static WitnessSection WitnessesOf(PrivacyEvent total, PrivacyPlan plan)
    {
        try
        {
            var statement = PrivacyStatement.Compute(total, plan.Delta, plan.Adjacency);
            return new() { Pld = statement.PldEpsilon, Rdp = statement.RdpEpsilon, ClosedForm = statement.ClosedFormEpsilon, LowerBound = statement.LowerBound, Contradiction = null };
        }
        catch (InvalidOperationException contradiction)
        {
            // The run is over, and its report must say so rather than be lost.
            return new() { Pld = null, Rdp = null, ClosedForm = null, LowerBound = null, Contradiction = contradiction.Message };
        }
    }

    private static double? RhoOf(PrivacyEvent total, Adjacency adjacency)
    {
        try
        {
            return ZeroConcentratedPrivacy.Rho(total, adjacency);
        }
        catch (UnsupportedEventException)
        {
            return null;
        }
    }
}
