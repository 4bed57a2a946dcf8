using DslDp.Generator.Tests.Harness;

namespace DslDp.Generator.Tests.Refusals;

/// <summary>A loss that is reduced over the batch, where the reduction is not on the operand that one looks at first.</summary>
public class HiddenLossReductions
{
    [Theory]
    [InlineData("functional.cross_entropy(result, labels, reduction: Reduction.None) * functional.mse_loss(zeros(1), labels.@float())")]
    [InlineData("functional.cross_entropy(result, labels, reduction: Reduction.None) * functional.l1_loss(zeros(1), result.sum(1), Reduction.Sum)")]
    [InlineData("functional.cross_entropy(result, labels, reduction: Reduction.None) * functional.cross_entropy(torch.tensor(new[] { 0.5f, 0.5f }).view(1, 2).expand(labels.shape[0], 2), labels)")]
    public void A_reduction_whose_first_operand_holds_no_example_is_refused(string loss) => Verdict.RefusesSomehow(ModelSource.WithLoss(loss));

    [Theory]
    [InlineData("functional.cross_entropy(result, labels, reduction: Reduction.None) * functional.cross_entropy(torch.tensor(new[] { 0.5f, 0.5f }), labels).view(1)")]
    [InlineData("functional.cross_entropy(result, labels, reduction: Reduction.None) + functional.cross_entropy(result, torch.tensor(new[] { 0L, 1L }), reduction: Reduction.None).mean().view(1)")]
    public void An_operand_of_unknown_rank_does_not_make_the_loss_free_of_examples(string loss) => Verdict.RefusesSomehow(ModelSource.WithLoss(loss));

    [Theory]
    [InlineData("functional.cross_entropy(result, labels, reduction: Reduction.None) * functional.mse_loss(zeros(1), ones(1))")]
    [InlineData("functional.cross_entropy(result, labels, reduction: Reduction.None) * functional.mse_loss(zeros(1), labels.@float(), Reduction.None)")]
    public void A_reduction_of_constants_is_accepted(string loss) => Verdict.Accepts(ModelSource.WithLoss(loss));
}
