using System.Collections.Concurrent;
using DslDp.Accounting;
using DslDp.Ledger;
using DslDp.Reporting;
using DslDp.Runtime.Tests.Training;

namespace DslDp.Runtime.Tests.Reporting;

/// <summary>Reports of all kinds of runs, drawn up without running them.</summary>
internal static class Reports
{
    public static readonly PrivacyPlan Plan = Plans.Usual.ForRecords(Plans.Records) with
    {
        Accountant = AccountantKind.Rdp,
        Audit = "Membership inference with 400 canaries, docs/audit.md",
        Source = new("sha256:" + new string('a', 64), "sha256:" + new string('b', 64)),
    };

    /// <summary>The kinds by name.</summary>
    public static readonly IReadOnlyDictionary<string, RunRecord> All = new Dictionary<string, RunRecord>
    {
        ["complete"] = Run(Plan, steps: 10),
        ["by the PLD accountant"] = Run(Plan with { Accountant = AccountantKind.Pld, Epsilon = null }, steps: 10),
        ["cancelled"] = Run(Plan, steps: 4),
        ["without a step"] = Run(Plan, steps: 0),
        ["with a failed step"] = Run(Plan, steps: 7) with { StepFailed = true },
        ["with a release of another kind"] = WithHistogram(Run(Plan, steps: 10)),
        ["over its budget"] = WithHistogram(Run(Plan with { MaxEpsilon = 7 }, steps: 10)),
        ["resumed"] = Run(Plan, steps: 10, run => run with { ResumedAfter = 4 }),
        ["for zeroed examples"] = Run(Plan with { Adjacency = Adjacency.ZeroOut, Epsilon = null }, steps: 10),
        ["of the whole data set at each step"] = Run(Plan with { BatchSize = Plans.Records, NoiseMultiplier = 9, Epsilon = null }, steps: 10),
        ["not secret"] = Run(Plan, steps: 10) with { Randomness = new("ChosenBatches", "ChosenNoise") },
        ["with private values in its logs"] = Run(Plan, steps: 10, run => run with { PrivateValuesLogged = true, Evaluation = null, InitialWeightsSeed = null }) with { History = [new(1, 10, null)] },
    };

    private static readonly ConcurrentDictionary<string, PrivacyReport> DrawnUp = new();

    public static TheoryData<string> Names => [.. All.Keys];

    public static PrivacyReport Of(RunRecord run) =>
        new(run, AccountantFactory.Epsilon(run.Plan.Accountant, run.Plan.Adjacency, PrivacyLedger.Together(run.Ledger), run.Plan.Delta));

    /// <summary>The report of the run of that name, drawn up once.</summary>
    public static PrivacyReport Of(string name) => DrawnUp.GetOrAdd(name, _ => Of(All[name]));

    private static RunRecord Run(PrivacyPlan plan, int steps, Func<RunSection, RunSection>? change = null)
    {
        plan = plan.ForRecords(Plans.Records);
        var usual = new RunSection { MicroBatchSize = 256, Device = "cpu", InitialWeightsSeed = 1, Frozen = ["embedding"], Evaluation = "test accuracy", PrivateValuesLogged = false, ResumedAfter = null };
        return new()
        {
            Plan = plan,
            Run = change?.Invoke(usual) ?? usual,
            Ledger = steps == 0 ? [] : [new LedgerEntry(plan.StepEvent, steps)],
            Randomness = new("PoissonSampler", "CryptographicGaussianSource"),
            StepFailed = false,
            History = steps == 10 ? [new(plan.BatchSize == Plans.Records ? 10 : 1, 10, 0.75)] : [],
            Software = [new("DslDp", "0.1.0"), new("TorchSharp", "0.107.0")],
            DrawnUp = DateTimeOffset.UnixEpoch,
        };
    }

    private static RunRecord WithHistogram(RunRecord run) =>
        run with { Ledger = [new LedgerEntry(new GaussianEvent(2), 3) { Kind = ReleaseKind.Other, What = "a histogram of the labels" }, .. run.Ledger] };
}
