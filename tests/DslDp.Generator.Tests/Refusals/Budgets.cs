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

    [Fact]
    public void A_sampler_that_the_accountant_cannot_treat_is_refused() => Verdict.Refuses(
        "DSLDP3003",
        "change the budget, the adjacency or the training",
        With("[[|PrivacyBudget(3.0, 1e-5, Adjacency = Adjacency.ReplaceOne, Accountant = AccountantKind.Rdp)|]]", Training));

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
