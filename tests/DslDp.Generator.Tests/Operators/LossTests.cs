using DslDp.Generator.Tests.Harness;

namespace DslDp.Generator.Tests.Operators;

/// <summary>Losses of pairs, triplets and sequences; one value for each example or none.</summary>
public class LossTests
{
    private const string Cross = "functional.cross_entropy(result, labels, reduction: Reduction.None)";

    [Theory]
    [InlineData("DSLDP2003", "functional.[|kl_div(result, result.softmax(1))|]")]
    [InlineData("DSLDP2003", "functional.margin_ranking_loss(result, result, result, reduction: [|Reduction.Sum|])")]
    [InlineData("DSLDP2003", "functional.[|gaussian_nll_loss(result, result, result.exp())|]")]
    [InlineData("DSLDP2003", "CosineEmbeddingLoss().[|call(result, result, labels)|]")]
    [InlineData("DSLDP2002", "functional.[|triplet_margin_loss(result.unsqueeze(1), result.unsqueeze(0), result.unsqueeze(0), reduction: Reduction.None)|].sum(dim: 1)")]
    [InlineData("DSLDP2001", "functional.[|triplet_margin_loss(result.t(), result.t(), result.t(), reduction: Reduction.None)|]")]
    [InlineData("DSLDP2001", "functional.[|cosine_embedding_loss(result, result, torch.ones(1024), reduction: Reduction.None)|]")]
    [InlineData("DSLDP2001", "functional.[|gaussian_nll_loss(result, torch.zeros(1024, 8), result.exp(), reduction: Reduction.None)|]")]
    [InlineData("DSLDP2001", "functional.[|gaussian_nll_loss(result.t(), result.t(), result.t(), reduction: Reduction.None)|]")]
    [InlineData("DSLDP2001", "functional.[|multilabel_soft_margin_loss(result.t(), result.t(), reduction: Reduction.None)|]")]
    [InlineData("DSLDP2004", "functional.huber_loss(result, torch.zeros_like(result), delta: [|1.0 / result.shape[0]|], reduction: Reduction.None).sum(dim: 1)")]
    [InlineData("DSLDP2004", "HuberLoss(delta: [|1.0 / result.shape[0]|], reduction: Reduction.None).call(result, torch.zeros_like(result)).sum(dim: 1)")]
    public void What_is_not_one_loss_an_example_is_refused(string id, string loss) => Verdict.Refuses(id, "; ", ModelSource.WithLoss(loss));

    [Fact]
    public void A_loss_of_constants_that_is_reduced_has_no_axes() => Verdict.RefusesSomehow(new ModelSource
    {
        Forward = "return (h + functional.mse_loss(zeros(1, 1, 8), ones(1, 1, 8))).softmax(0).view(-1, 8);",
    }.Text);

    [Theory]
    [InlineData("functional.kl_div(result.log_softmax(1), result.softmax(1), reduction: Reduction.None).sum(dim: 1)")]
    [InlineData("functional.margin_ranking_loss(result, -result, torch.ones_like(result), reduction: Reduction.None).sum(dim: 1)")]
    [InlineData("functional.hinge_embedding_loss(result, torch.ones_like(result), reduction: Reduction.None).sum(dim: 1)")]
    [InlineData("functional.triplet_margin_loss(result, result.roll(1, 1), -result, reduction: Reduction.None)")]
    [InlineData("TripletMarginLoss(reduction: Reduction.None).call(result, result.roll(1, 1), -result)")]
    [InlineData("functional.cosine_embedding_loss(result, -result, torch.ones(result.shape[0]), reduction: Reduction.None)")]
    [InlineData("functional.cosine_embedding_loss(result, -result, torch.ones(1), reduction: Reduction.None)")]
    [InlineData("functional.gaussian_nll_loss(result, torch.zeros_like(result), result.exp(), reduction: Reduction.None)")]
    [InlineData("MultiLabelSoftMarginLoss(reduction: Reduction.None).call(result, torch.zeros_like(result))")]
    [InlineData("functional.ctc_loss(result.log_softmax(1).unsqueeze(0), labels.unsqueeze(1), torch.ones_like(labels), torch.ones_like(labels), reduction: Reduction.None)")]
    [InlineData(Cross + " + CosineSimilarity(dim: 1).call(result, -result)")]
    public void One_loss_for_each_example_is_accepted(string loss) => Verdict.Accepts(ModelSource.WithLoss(loss));
}
