using System.Text.Json;
using DslDp.Accounting;
using DslDp.Reporting;
using DslDp.Runtime.Tests.Training;

namespace DslDp.Runtime.Tests.Reporting;

/// <summary>What a report says is what ran, by the accountant on the ledger.</summary>
public sealed class ReportContentTests : IDisposable
{
    private readonly HandWrittenModel model = new();
    private readonly PrivateDataset data = SmallData.Records();

    public void Dispose()
    {
        data.Dispose();
        model.Dispose();
    }

    [Theory]
    [InlineData(AccountantKind.Rdp, 0)]
    [InlineData(AccountantKind.Rdp, 4)]
    [InlineData(AccountantKind.Rdp, 10)]
    [InlineData(AccountantKind.Pld, 0)]
    [InlineData(AccountantKind.Pld, 4)]
    [InlineData(AccountantKind.Pld, 10)]
    public void ItsNumbersAreTheAccountantsOnTheLedger(AccountantKind kind, int steps)
    {
        var json = Json(RunOf(Plans.Usual with { Accountant = kind }, steps));
        PrivacyAccountant accountant = kind == AccountantKind.Rdp ? new RdpAccountant() : new PldAccountant();
        var spent = accountant.Compose(new PoissonSampledEvent(0.1, new GaussianEvent(2)), steps).GetEpsilon(1e-5);
        Assert.Equal(spent, json.GetProperty("guarantee").GetProperty("epsilon").GetDouble());
        Assert.Equal(1e-5, json.GetProperty("guarantee").GetProperty("delta").GetDouble());
        Assert.Equal(steps == 10 ? "Completed" : "EndedEarly", json.GetProperty("mechanism").GetProperty("ending").GetString());
        Assert.Equal(steps, json.GetProperty("mechanism").GetProperty("stepsRun").GetInt32());
        Assert.Equal(10, json.GetProperty("mechanism").GetProperty("stepsPlanned").GetInt32());
        Assert.Equal(steps == 0 ? 0 : 1, json.GetProperty("ledger").GetArrayLength());
    }

    [Fact]
    public void TheMechanismIsThatOfTheLedger()
    {
        var json = Json(RunOf(Plans.Usual, 2));
        var mechanism = json.GetProperty("mechanism");
        Assert.Equal(0.1, mechanism.GetProperty("samplingProbability").GetDouble());
        Assert.Equal(2, mechanism.GetProperty("noiseMultiplier").GetDouble());
        Assert.Equal(1.5, mechanism.GetProperty("clipNorm").GetDouble());
        Assert.Equal(3, mechanism.GetProperty("noiseDeviation").GetDouble());
        Assert.Equal(20, mechanism.GetProperty("expectedBatchSize").GetInt32());
        Assert.Equal(200, mechanism.GetProperty("records").GetInt32());
        Assert.Equal(new PoissonSampledEvent(0.1, new GaussianEvent(2)), PrivacyEventJson.Read(json.GetProperty("ledger")[0].GetProperty("event").GetRawText()));
        Assert.Equal(2, json.GetProperty("ledger")[0].GetProperty("times").GetInt32());
    }

    [Fact]
    public void ThePlannedEpsilonIsComputedAfreshToo()
    {
        var json = Json(RunOf(Plans.Usual with { Epsilon = 0.001 }, 1));
        Assert.Equal(new RdpAccountant().Compose(Plans.Usual.PlannedEvent).GetEpsilon(1e-5), json.GetProperty("guarantee").GetProperty("plannedEpsilon").GetDouble());
    }

    [Fact]
    public void TheSentenceNamesUnitAdjacencyAndBothParameters()
    {
        var report = RunOf(Plans.Usual, 10);
        Assert.Matches(@"^Training was \(ε = \d+\.\d+, δ = 1e-05\)-differentially private for each example: neighbouring data sets are those where one example is added or removed\.$", report.Guarantee);
        Assert.Equal(report.Guarantee, report.ToString());
    }

    [Theory]
    [InlineData(AccountantKind.Rdp, "RDP")]
    [InlineData(AccountantKind.Pld, "PLD")]
    public void ItNamesTheAccountantThatWasUsed(AccountantKind kind, string name)
    {
        Assert.Equal(kind == AccountantKind.Pld, DslDp.Ledger.AccountantFactory.Create(kind, Adjacency.AddOrRemoveOne) is PldAccountant);
        Assert.Contains(name, Json(RunOf(Plans.Usual with { Accountant = kind }, 1)).GetProperty("accounting").GetProperty("name").GetString());
    }

    [Fact]
    public void RandomnessThatIsNotSecretIsNoGuarantee()
    {
        using var noNoise = model.CreatePrivateTrainer(Plans.Usual, data, new RandomnessSources { Noise = ChosenNoise.None() });
        Assert.StartsWith("No guarantee", noNoise.Finish().Report.Guarantee);
        using var chosen = model.CreatePrivateTrainer(Plans.Usual, data, new RandomnessSources { Sampler = (_, q) => new ChosenBatches(q, () => []) });
        Assert.StartsWith("No guarantee", chosen.Finish().Report.Guarantee);
        Assert.DoesNotContain("No guarantee", RunOf(Plans.Usual, 1).ToMarkdown());
    }

    [Fact]
    public void EveryAssumptionHasItsBasisAndItsReason()
    {
        var json = Json(RunOf(Plans.Usual, 1, new TrainingOptions { Evaluate = () => 1, EvaluationName = "test accuracy" }));
        var assumptions = json.GetProperty("assumptions").EnumerateArray().ToList();
        Assert.Equal("Proved", assumptions[0].GetProperty("basis").GetString());
        Assert.Contains(assumptions, each => each.GetProperty("basis").GetString() == "Checked");
        Assert.Contains(assumptions, each => each.GetProperty("statement").GetString()!.Contains("test accuracy") && each.GetProperty("basis").GetString() == "VouchedFor");
        Assert.DoesNotContain(assumptions, each => string.IsNullOrWhiteSpace(each.GetProperty("because").GetString()));
    }

    [Fact]
    public void AFailedStepIsReportedAndCharged()
    {
        var calls = 0;
        using var trainer = model.CreatePrivateTrainer(Plans.Usual, data, new RandomnessSources(), step: step =>
        {
            if (++calls == 3)
                throw new IOException("The disk is gone.");
            model.DpSgdStep(step);
        });
        trainer.Step();
        trainer.Step();
        Assert.Throws<IOException>(trainer.Step);
        var mechanism = Json(trainer.Finish().Report).GetProperty("mechanism");
        Assert.Equal("StepFailed", mechanism.GetProperty("ending").GetString());
        Assert.Equal(3, mechanism.GetProperty("stepsRun").GetInt32());
    }

    [Fact]
    public void ARunThatReallyRanAddsUp()
    {
        var options = new TrainingOptions { Seed = 3, Evaluate = () => 0.5, OtherReleases = [new("a histogram of the labels", new GaussianEvent(5))] };
        var report = RunOf(Plans.Usual with { Accountant = AccountantKind.Pld }, 10, options);
        Assert.Equal("", string.Join('\n', PrivacyReport.Verify(report.ToJson()).Discrepancies));
        Assert.Single(report.Document.History);
        Assert.Equal(report.Epsilon, report.Document.History[0].Epsilon, 1e-12);
    }

    [Theory]
    [InlineData(1, "strong")]
    [InlineData(1.0001, "reasonable")]
    [InlineData(10, "reasonable")]
    [InlineData(10.0001, "weak")]
    [InlineData(double.PositiveInfinity, "weak")]
    public void TheTierIsOfTheEpsilonSpent(double epsilon, string tier) =>
        Assert.Equal(tier, PrivacyTier.Of(epsilon).Name);

    private PrivacyReport RunOf(PrivacyPlan plan, int steps, TrainingOptions? options = null)
    {
        using var trainer = model.CreatePrivateTrainer(plan, data, options);
        for (var i = 0; i < steps; i++)
            trainer.Step();
        return trainer.Finish().Report;
    }

    private static JsonElement Json(PrivacyReport report) => JsonDocument.Parse(report.ToJson()).RootElement;
}
