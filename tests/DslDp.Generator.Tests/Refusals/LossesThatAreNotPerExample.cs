using DslDp.Generator.Tests.Harness;

namespace DslDp.Generator.Tests.Refusals;

/// <summary>What the loss returns must be one value for each example.</summary>
public class LossesThatAreNotPerExample
{
    [Theory]
    [InlineData("functional.cross_entropy(result, labels, reduction: [|Reduction.Sum|])", "Reduction.None")]
    [InlineData("functional.[|mse_loss(result.sum(1), labels.@float())|]", "Reduction.None")]
    [InlineData("functional.[|nll_loss(result.log_softmax(1), labels)|]", "Reduction.None")]
    [InlineData("[|result|]", "sum or average it within each example")]
    [InlineData("[|zeros(1)|]", "let it depend on the example")]
    [InlineData("[|labels == 1|]", "within each example")]
    public void Are_refused(string loss, string says) => Verdict.Refuses("DSLDP2003", says, ModelSource.WithLoss(loss));

    [Fact]
    public void A_loss_module_with_a_reduction_is_refused() => Verdict.Refuses("DSLDP2003", "Reduction.None", new ModelSource
    {
        Members = "private static readonly CrossEntropyLoss Criterion = CrossEntropyLoss();",
        Loss = "return Criterion.[|call(result, labels)|];",
    }.Text);

    [Theory]
    [InlineData("functional.cross_entropy(result, labels, ignore_index: 3, reduction: Reduction.None)")]
    [InlineData("functional.nll_loss(result.log_softmax(1), labels, reduction: Reduction.None)")]
    [InlineData("functional.mse_loss(result.sum(1), labels.@float(), Reduction.None)")]
    [InlineData("functional.binary_cross_entropy_with_logits(result, zeros_like(result), reduction: Reduction.None).sum(1)")]
    [InlineData("(result.sum(1) - labels).abs()")]
    public void One_value_an_example_is_accepted(string loss) => Verdict.Accepts(ModelSource.WithLoss(loss));

    [Fact]
    public void A_loss_module_without_reduction_is_accepted() => Verdict.Accepts(new ModelSource
    {
        Members = "private static readonly CrossEntropyLoss Criterion = CrossEntropyLoss(reduction: Reduction.None);",
        Loss = "return Criterion.call(result, labels);",
    }.Text);
}
