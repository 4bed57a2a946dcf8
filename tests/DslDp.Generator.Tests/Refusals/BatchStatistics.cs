using DslDp.Generator.Tests.Harness;

namespace DslDp.Generator.Tests.Refusals;

/// <summary>Statistics, sorts and normalisations over the axis of the examples.</summary>
public class BatchStatistics
{
    [Theory]
    [InlineData("h - h.[|mean(new long[] { 0 })|]")]
    [InlineData("h - h.[|mean()|]")]
    [InlineData("h - h.[|mean([0, 1], keepdim: true)|]")]
    [InlineData("h - torch.[|mean(h, [0])|]")]
    [InlineData("h / h.[|std()|]")]
    [InlineData("h / h.[|var(0L, keepdim: true)|]")]
    [InlineData("h - h.[|amax(new long[] { 0 }, keepdim: true)|]")]
    [InlineData("h / h.[|sum(0, 1)|]")]
    [InlineData("h / h.[|sum(dim: 0)|]")]
    [InlineData("h / h.[|sum(dim: -2)|]")]
    [InlineData("h / h.[|norm(1f)|]")]
    [InlineData("h / h.[|max()|]")]
    [InlineData("h.[|softmax(0)|]")]
    [InlineData("h.[|log_softmax(-2)|]")]
    [InlineData("functional.[|softmax(h, 0)|]")]
    [InlineData("h.[|cumsum(0)|]")]
    [InlineData("h.[|flip(0)|]")]
    [InlineData("h.[|flip(1, 0)|]")]
    [InlineData("h.[|sort(0)|].Values")]
    [InlineData("functional.[|normalize(h, dim: 0)|]")]
    [InlineData("h.t().[|softmax(1)|].t()")]
    [InlineData("h.unsqueeze(0).[|mean([1])|]")]
    [InlineData("h.[|reshape(8, -1)|].softmax(1)")]
    [InlineData("h.view(-1).[|softmax(0)|].view(-1, 8)")]
    [InlineData("h.flatten().[|softmax(0)|].view(-1, 8)")]
    [InlineData("[|h[0]|] + h")]
    [InlineData("h.[|select(0, 0)|] + h")]
    [InlineData("[|h[1..]|]")]
    [InlineData("[|h[TensorIndex.Ellipsis, 0, ..]|]")]
    [InlineData("h.[|narrow(0, 0, 2)|]")]
    [InlineData("torch.[|vstack([h, h])|]")]
    [InlineData("h.[|squeeze()|]")]
    [InlineData("h.[|squeeze(0)|]")]
    [InlineData("x.t().[|matmul(h)|]")]
    [InlineData("torch.[|where(h > 0)|][0]")]
    public void Are_refused_where_they_are_taken(string expression) => Verdict.Refuses("DSLDP2001", "; ", ModelSource.Returning(expression));

    [Theory]
    [InlineData("h - h.mean(new long[] { 1 }, keepdim: true)")]
    [InlineData("h / (h.std(1L, keepdim: true) + 1)")]
    [InlineData("h - h.amax(new long[] { -1 }, keepdim: true)")]
    [InlineData("h / h.sum(dim: 1).unsqueeze(1)")]
    [InlineData("h / (h.norm(1, keepdim: true) + 1)")]
    [InlineData("h.softmax(1)")]
    [InlineData("h.log_softmax(-1)")]
    [InlineData("functional.softmax(h, 1)")]
    [InlineData("h.cumsum(1)")]
    [InlineData("h.flip(1)")]
    [InlineData("h.sort(1).Values")]
    [InlineData("functional.normalize(h)")]
    [InlineData("h.t().softmax(0).t()")]
    [InlineData("h.unsqueeze(1).mean([1])")]
    [InlineData("h.reshape(-1, 2, 4).softmax(2).flatten(1)")]
    [InlineData("h.view(-1).view(-1, 8).softmax(1)")]
    [InlineData("h[.., 0].unsqueeze(1) + h")]
    [InlineData("h.select(1, 0).unsqueeze(1) + h")]
    [InlineData("h[.., 1..]")]
    [InlineData("h[TensorIndex.Ellipsis, 2..4]")]
    [InlineData("h.narrow(1, 0, 2)")]
    [InlineData("torch.cat([h, x], 1)")]
    [InlineData("h.unsqueeze(1).squeeze(1)")]
    [InlineData("h.matmul(ones(8, 3))")]
    [InlineData("torch.where(h > 0, h, x)")]
    [InlineData("(h - zeros(8)) * ones(x.shape[0], 1)")]
    public void Within_each_example_are_accepted(string expression) => Verdict.Accepts(ModelSource.Returning(expression));

    [Theory]
    [InlineData("BatchNorm1d", "BatchNorm1d(8)")]
    [InlineData("BatchNorm1d", "BatchNorm1d(8, track_running_stats: false)")]
    public void A_batch_norm_is_refused_in_every_mode(string type, string make) => Verdict.Refuses(
        "DSLDP1001", "use GroupNorm", new ModelSource { Members = $"private readonly {type} norm = {make};", Forward = "return norm.[|call(h)|];" }.Text);

    [Fact]
    public void A_frozen_batch_norm_is_refused() => Verdict.Refuses(
        "DSLDP1001", "use GroupNorm", new ModelSource { Members = "[Frozen] private readonly BatchNorm1d norm = BatchNorm1d(8);", Forward = "return norm.[|call(h)|];" }.Text);

    [Fact]
    public void A_batch_norm_in_a_sequential_is_refused() => Verdict.Refuses(
        "DSLDP1001",
        "use GroupNorm",
        new ModelSource { Members = "private readonly Sequential rest = Sequential((\"a\", Linear(8, 8)), (\"b\", BatchNorm1d(8)));", Forward = "return rest.[|call(h)|];" }.Text);

    [Fact]
    public void The_function_of_batch_norm_is_refused() =>
        Verdict.Refuses("DSLDP1001", "use GroupNorm", ModelSource.Returning("functional.[|batch_norm(h, zeros(8), ones(8))|]"));
}
