using System.Globalization;
using System.Text.RegularExpressions;
using DslDp.Generator.Tests.Harness;

namespace DslDp.Generator.Tests.Refusals;

/// <summary>Budgets that are none, and training that cannot keep within them.</summary>
public class Budgets
{
    private const string Training = "[Training(records: 60_000, batchSize: 1024, Epochs = 30)]";

    private const string Budget = "[PrivacyBudget(epsilon: 3.0, delta: 1e-5)]";

    private static string With(params string[] attributes) => new ModelSource { Attributes = string.Join("\n", attributes.Prepend("[DpModel]")) }.Text;

    [Theory]
    [InlineData("epsilon: 0, delta: 1e-5", "write an ε above 0")]
    [InlineData("epsilon: -1, delta: 1e-5", "write an ε above 0")]
    [InlineData("epsilon: double.NaN, delta: 1e-5", "write an ε above 0")]
    [InlineData("epsilon: double.PositiveInfinity, delta: 1e-5", "write an ε above 0")]
    [InlineData("epsilon: 3, delta: 0", "write a δ between 0 and 1")]
    [InlineData("epsilon: 3, delta: -1e-5", "write a δ between 0 and 1")]
    [InlineData("epsilon: 3, delta: 1", "write a δ between 0 and 1")]
    [InlineData("epsilon: 3, delta: double.NaN", "write a δ between 0 and 1")]
    public void That_are_none_are_refused(string budget, string says) => Verdict.Refuses("DSLDP3001", says, With($"[[|PrivacyBudget({budget})|]]", Training));

    [Theory]
    [InlineData("1e-4")]
    [InlineData("1.0 / 60_000")]
    [InlineData("0.5")]
    public void A_delta_of_one_record_or_more_is_refused(string delta) =>
        Verdict.Refuses("DSLDP3002", "write a δ well below", With($"[[|PrivacyBudget(epsilon: 3.0, delta: {delta})|]]", Training));

    [Theory]
    [InlineData("records: 0, batchSize: 10, Epochs = 1", "write the number of records")]
    [InlineData("records: -5, batchSize: 10, Epochs = 1", "write the number of records")]
    [InlineData("records: 60_000, batchSize: 0, Epochs = 1", "write a batch size of 1 or more")]
    [InlineData("records: 60_000, batchSize: 60_001, Epochs = 1", "make the batch smaller")]
    [InlineData("records: 60_000, batchSize: 10, Epochs = 1, Steps = 1", "keep one of them")]
    [InlineData("records: 60_000, batchSize: 10", "say how long to train")]
    [InlineData("records: 60_000, batchSize: 10, Epochs = -1", "write 1 or more")]
    [InlineData("records: 60_000, batchSize: 10, Steps = 0", "write 1 or more")]
    [InlineData("records: 60_000, batchSize: 10, Epochs = 1, LearningRate = 0", "write a number above 0")]
    [InlineData("records: 60_000, batchSize: 10, Epochs = 1, LearningRate = double.NaN", "write a number above 0")]
    [InlineData("records: 60_000, batchSize: 10, Epochs = 1, Momentum = 1", "write a number from 0")]
    [InlineData("records: 60_000, batchSize: 10, Epochs = 1, Momentum = -0.1", "write a number from 0")]
    [InlineData("records: 60_000, batchSize: 10, Epochs = 1, WeightDecay = -0.1", "write a number of 0 or more")]
    public void A_training_that_cannot_be_is_refused(string training, string says) => Verdict.Refuses("DSLDP3004", says, With(Budget, $"[[|Training({training})|]]"));

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("double.NaN")]
    [InlineData("double.PositiveInfinity")]
    public void A_clip_norm_that_is_none_is_refused(string norm) =>
        Verdict.Refuses("DSLDP3004", "write a number above 0", With(Budget, Training, $"[[|Clipping(maxNorm: {norm})|]]"));

    [Theory]
    [InlineData(Training)]
    [InlineData("[Training(batchSize: 1024, Epochs = 30)]")]
    public void An_accountant_that_does_not_fit_the_sampler_under_the_adjacency_is_refused(string training) => Verdict.Refuses(
        "DSLDP3006",
        "the Rdp accountant has no theorem for Poisson sampling under Adjacency.ReplaceOne; use Accountant = AccountantKind.Pld",
        With("[[|PrivacyBudget(3.0, 1e-5, Adjacency = Adjacency.ReplaceOne, Accountant = AccountantKind.Rdp)|]]", training));

    /// <summary>RDP looks at orders up to a million, where δ alone costs log(1/δ) divided by the order.</summary>
    [Fact]
    public void A_budget_that_no_noise_keeps_is_refused() => Verdict.Refuses(
        "DSLDP3003",
        "leave Accountant out: by the PLD accountant σ = ",
        With("[[|PrivacyBudget(1e-9, 1e-100, Accountant = AccountantKind.Rdp)|]]", Training));

    [Theory]
    [InlineData("10.5", true)]
    [InlineData("12.0", true)]
    [InlineData("10.0", false)]
    [InlineData("1.0", false)]
    public void A_weak_guarantee_is_a_warning_and_trains(string epsilon, bool isWeak)
    {
        var compiled = SourceCompiler.Compile(With($"[PrivacyBudget(epsilon: {epsilon}, delta: 1e-5)]", Training));
        Assert.True(compiled.CanTrain && compiled.CompilerErrors.IsEmpty, compiled.Describe());
        Assert.Equal(isWeak ? ["DSLDP3005"] : [], compiled.Findings.Select(finding => finding.Id));
        Assert.All(compiled.Findings, finding =>
        {
            Assert.Equal(Microsoft.CodeAnalysis.DiagnosticSeverity.Warning, finding.Severity);
            Assert.DoesNotContain(Microsoft.CodeAnalysis.WellKnownDiagnosticTags.NotConfigurable, finding.Descriptor.CustomTags);
            Assert.Contains("is above 10: a weak guarantee that needs evidence by an audit; write an ε of at most 10", finding.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        });
    }

    [Fact]
    public void A_declared_audit_stands_in_the_plan_and_no_warning_is_left()
    {
        var compiled = SourceCompiler.Compile(With("[PrivacyBudget(epsilon: 12.0, delta: 1e-5), Audit(\"1,000 canaries, \\\"weekly\\\"\")]", Training));
        Assert.True(compiled.CanTrain && compiled.CompilerErrors.IsEmpty && compiled.Findings.IsEmpty, compiled.Describe());
        Assert.Contains("Audit = \"1,000 canaries, \\\"weekly\\\"\",", compiled.GeneratedFor("Model"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"\"")]
    [InlineData("\"  \"")]
    [InlineData("null")]
    public void An_audit_that_says_nothing_is_refused(string evidence) => Verdict.Refuses(
        "DSLDP3001",
        "[Audit] says nothing; write how the model is audited",
        With($"[PrivacyBudget(epsilon: 12.0, delta: 1e-5)] [[|Audit({evidence})|]]", Training));

    /// <summary>A warning beside an error does not weaken the error.</summary>
    [Fact]
    public void A_weak_guarantee_of_a_refused_model_is_refused()
    {
        var compiled = SourceCompiler.Compile(With("[PrivacyBudget(epsilon: 12.0, delta: 1e-3)]", Training));
        Verdict.HasNoTraining(compiled);
        Assert.Equal("DSLDP3002", Assert.Single(compiled.Findings).Id);
    }

    [Theory]
    [InlineData("0.9", "A strong guarantee (ε up to 1): one example changes the probability of any result by a factor of at most e^ε = 2.5, except with probability 1e-05.")]
    [InlineData("3.0", "A reasonable guarantee (ε above 1 and up to 10): one example changes the probability of any result by a factor of at most e^ε = 21")]
    [InlineData("12.0", "A weak guarantee (ε above 10), which needs evidence by an audit")]
    public void The_tier_of_the_guarantee_is_said_with_what_it_means(string epsilon, string says) =>
        Assert.Contains(says, SourceCompiler.Compile(With($"[PrivacyBudget(epsilon: {epsilon}, delta: 1e-5)]", Training)).GeneratedFor("Model"), StringComparison.Ordinal);

    /// <summary>As little noise as any declaration can ask for: ε of 500, one step, every record in it. Both accountants bound it.</summary>
    [Theory]
    [InlineData("Pld", "records: 1000, batchSize: 1000, Steps = 1")]
    [InlineData("Rdp", "records: 1000, batchSize: 1000, Steps = 1")]
    [InlineData("Rdp", "records: 1_000_000_000_000, batchSize: 1, Steps = 1")]
    [InlineData("Rdp", "records: 1000, batchSize: 999, Steps = 1_000_000")]
    public void The_least_noise_of_any_plan_is_within_what_the_accountants_can_bound(string accountant, string training)
    {
        var compiled = SourceCompiler.Compile(With($"[PrivacyBudget(epsilon: 500, delta: 1e-13, Accountant = AccountantKind.{accountant})]", $"[Training({training})]"));
        Assert.True(compiled.CanTrain, compiled.Describe());
        var noise = double.Parse(Regex.Match(compiled.GeneratedFor("Model"), @"(?m)^\s+NoiseMultiplier = (?<noise>[0-9.e-]+),$").Groups["noise"].Value, CultureInfo.InvariantCulture);
        Assert.True(noise > 0.01, $"a noise of {noise}");
    }

    [Fact]
    public void The_guarantee_is_said_in_words_on_the_entry_point()
    {
        var text = SourceCompiler.Compile(With(Budget, Training)).GeneratedFor("Model");
        foreach (var part in new[] { "differential privacy for adding or removing one example", "The unit of protection is one example", "(Poisson sampling)", "Gaussian noise of ", "1757 steps", "by the PLD accountant" })
            Assert.Contains(part, text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[PrivacyBudget(epsilon: 3.0, delta: 1e-5)]", "[Training(records: 60_000, batchSize: 1024, Steps = 10)]")]
    [InlineData("[PrivacyBudget(3.0, 1e-5, Accountant = AccountantKind.Rdp)]", "[Training(60_000, 1024, Epochs = 3)]")]
    [InlineData("[PrivacyBudget(epsilon: 3.0, delta: 1e-5)]", "[Training(batchSize: 1024, Epochs = 3)]")]
    [InlineData("[PrivacyBudget(epsilon: 3.0, delta: 1e-5)]", "[Training(batchSize: 1024, Epochs = 3), Clipping(0.1)]")]
    public void That_can_be_kept_are_accepted(string budget, string training) => Verdict.Accepts(With(budget, training));

    /// <summary>Whatever is planned keeps within what was declared: the constants in the generated plan say so themselves.</summary>
    [Theory]
    [InlineData(0.5, "1e-6")]
    [InlineData(3.0, "1e-5")]
    [InlineData(8.0, "1e-5")]
    public void The_planned_epsilon_is_at_most_the_declared(double epsilon, string delta)
    {
        var compiled = SourceCompiler.Compile(With(FormattableString.Invariant($"[PrivacyBudget(epsilon: {epsilon}, delta: {delta})]"), Training));
        Assert.True(compiled.CanTrain, compiled.Describe());
        var planned = Regex.Match(compiled.GeneratedFor("Model"), @"(?m)^\s+Epsilon = (?<epsilon>[0-9.e-]+),$").Groups["epsilon"].Value;
        Assert.InRange(double.Parse(planned, CultureInfo.InvariantCulture), 0, epsilon);
    }
}
