using DslDp.Generator.Tests.Harness;

namespace DslDp.Generator.Tests.Refusals;

/// <summary>Examples that meet each other: in products, in distances, and in a broadcast that nobody meant.</summary>
public class ComparedExamples
{
    [Theory]
    [InlineData("[|result.sum(1) - result.sum(1, keepdim: true)|]")]
    [InlineData("([|labels - labels.unsqueeze(1)|]).sum(1)")]
    [InlineData("result.[|matmul(result.transpose(0, 1))|].mean([1])")]
    [InlineData("result.[|mm(result.t())|].mean([1])")]
    [InlineData("torch.[|cdist(result, result)|].mean([1])")]
    [InlineData("torch.[|where(labels.unsqueeze(1) == 1, result.sum(1), 0)|].sum(1)")]
    [InlineData("([|result.unsqueeze(0) * result.unsqueeze(1)|]).sum(2).mean([1])")]
    public void Are_refused_where_they_meet(string loss)
    {
        // One finding alone: what follows from it is not reported again.
        Verdict.Refuses("DSLDP2002", "; ", ModelSource.WithLoss(loss));
    }

    [Theory]
    [InlineData("(result.sum(1, keepdim: true) - result.mean([1], keepdim: true)).squeeze(1)")]
    [InlineData("result.unsqueeze(1).bmm(result.unsqueeze(2)).view(-1)")]
    [InlineData("torch.where(labels == 1, result.sum(1), 0)")]
    [InlineData("(result - labels.unsqueeze(1)).pow(2).sum(1)")]
    public void An_example_with_its_own_pair_is_accepted(string loss) => Verdict.Accepts(ModelSource.WithLoss(loss));
}
