using DslDp.Generator.Tests.Harness;

namespace DslDp.Generator.Tests.CodeFixes;

/// <summary>Repairs of losses that are not one value for each example.</summary>
public class Losses
{
    [Theory]
    [InlineData("functional.cross_entropy(result, labels)", "functional.cross_entropy(result, labels, reduction: Reduction.None)")]
    [InlineData("functional.cross_entropy(result, labels, reduction: Reduction.Sum)", "functional.cross_entropy(result, labels, reduction: Reduction.None)")]
    [InlineData("torch.nn.functional.cross_entropy(result, labels, null, -100, nn.Reduction.Mean)", "torch.nn.functional.cross_entropy(result, labels, null, -100, nn.Reduction.None)")]
    [InlineData("functional.mse_loss(result, zeros_like(result))", "functional.mse_loss(result, zeros_like(result), reduction: Reduction.None).mean([1])")]
    [InlineData("functional.mse_loss(result, zeros_like(result), Reduction.Sum)", "functional.mse_loss(result, zeros_like(result), Reduction.None).sum([1])")]
    [InlineData("functional.l1_loss(result.view(-1, 2, 4), zeros(1, 2, 4))", "functional.l1_loss(result.view(-1, 2, 4), zeros(1, 2, 4), reduction: Reduction.None).mean([1, 2])")]
    [InlineData("functional.cross_entropy(result, labels) + 0.1 * functional.mse_loss(result, zeros_like(result))", "functional.cross_entropy(result, labels, reduction: Reduction.None) + 0.1 * functional.mse_loss(result, zeros_like(result), reduction: Reduction.None).mean([1])")]
    [InlineData("(result * result).mean()", "(result * result).mean([1])")]
    [InlineData("(result * result).sum([0])", "(result * result).sum([1])")]
    [InlineData("result.pow(2).sum(1).mean()", "result.pow(2).sum(1)")]
    [InlineData("torch.mean(result.pow(2).sum(1))", "result.pow(2).sum(1)")]
    [InlineData("result.pow(2).sum(0)", "result.pow(2).sum([1])")]
    [InlineData("result * result", "(result * result).mean([1])")]
    [InlineData("functional.cross_entropy(result, labels, reduction: Reduction.None) / labels.shape[0]", "functional.cross_entropy(result, labels, reduction: Reduction.None)")]
    [InlineData("functional.cross_entropy(result, labels, reduction: Reduction.None) / (float)labels.size(0)", "functional.cross_entropy(result, labels, reduction: Reduction.None)")]
    [InlineData("functional.cross_entropy(result, labels, reduction: Reduction.None).div(labels.shape[0])", "functional.cross_entropy(result, labels, reduction: Reduction.None)")]
    [InlineData("functional.cross_entropy(result, labels, reduction: Reduction.Sum) / labels.shape[0]", "functional.cross_entropy(result, labels, reduction: Reduction.None)")]
    [InlineData("(result * result).sum() / result.shape[0]", "(result * result).sum([1])")]
    public void Become_one_value_for_each_example(string before, string after) =>
        Repairs.OneByOne(ModelSource.WithLoss(before), ModelSource.WithLoss(after));

    [Theory]
    [InlineData("CrossEntropyLoss()", "CrossEntropyLoss(reduction: Reduction.None)")]
    [InlineData("CrossEntropyLoss(reduction: Reduction.Mean)", "CrossEntropyLoss(reduction: Reduction.None)")]
    public void A_module_is_repaired_where_it_is_made(string before, string after)
    {
        string Model(string made) => new ModelSource { Members = $"private static readonly CrossEntropyLoss Criterion = {made};", Loss = "return Criterion.call(result, labels);" }.Text;
        Repairs.One(Model(before), Model(after));
    }

    [Fact]
    public void A_method_that_fits_becomes_the_loss()
    {
        var whole = ModelSource.WithLoss("functional.cross_entropy(result, labels, reduction: Reduction.None)");
        Repairs.One(whole.Replace("[Loss]\n    ", ""), whole);
    }

    [Theory]
    [InlineData("h - h.mean([0])", "h - h.mean([1], keepdim: true)")]
    [InlineData("h - h.mean([0], keepdim: true)", "h - h.mean([1], keepdim: true)")]
    [InlineData("h - torch.mean(h, [0L])", "h - torch.mean(h, [1], keepdim: true)")]
    [InlineData("h / h.std()", "h / h.std([1], keepdim: true)")]
    [InlineData("h / h.norm()", "h / h.norm(dim: 1, keepdim: true)")]
    [InlineData("h - h.sum(0)", "h - h.sum([1], keepdim: true)")]
    [InlineData("h - h.max()", "h - h.amax([1], keepdim: true)")]
    public void A_statistic_of_the_batch_becomes_one_of_the_example(string before, string after) =>
        Repairs.One(ModelSource.Returning(before), ModelSource.Returning(after));
}
