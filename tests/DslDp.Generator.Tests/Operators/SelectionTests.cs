using DslDp.Generator.Tests.Harness;

namespace DslDp.Generator.Tests.Operators;

/// <summary>Picking and writing by index tensors: the index of example i must be about example i.</summary>
public class SelectionTests
{
    [Theory]
    [InlineData("DSLDP2001", "h.[|gather(0, h.argsort(1))|]")]
    [InlineData("DSLDP2001", "h.[|gather(1, torch.zeros(1, 8).to(ScalarType.Int64))|]")]
    [InlineData("DSLDP2001", "h.[|gather(1, torch.zeros(4, 8).to(ScalarType.Int64))|]")]
    [InlineData("DSLDP2001", "torch.zeros(100, 8).[|gather(1, h.argsort(1))|]")]
    [InlineData("DSLDP2001", "h.[|take_along_dim(h.argsort(1), 0)|]")]
    [InlineData("DSLDP2001", "torch.[|take_along_dim(h, h.argsort(1))|]")]
    [InlineData("DSLDP2001", "h.[|index_select(0, torch.tensor(new long[] { 0 }))|] + h")]
    [InlineData("DSLDP2001", "h.[|index_select(1, h.argmax(1))|]")]
    [InlineData("DSLDP2001", "h.[|take(torch.tensor(new long[] { 0 }))|] + h")]
    [InlineData("DSLDP2001", "torch.zeros(8, 8).[|scatter_add(0, h.argsort(1), h)|] + h")]
    [InlineData("DSLDP2001", "torch.zeros(100, 8).[|scatter(1, h.argsort(1), h)|]")]
    [InlineData("DSLDP2001", "h.[|scatter(1, h.argsort(1), torch.zeros(100, 8))|]")]
    [InlineData("DSLDP2001", "h.[|index_fill(0, torch.tensor(new long[] { 0 }), 0)|]")]
    [InlineData("DSLDP2001", "h.[|index_add(1, h.argmax(1), h, 1)|]")]
    [InlineData("DSLDP2001", "h.[|select_scatter(torch.zeros(8), 0, 0)|]")]
    [InlineData("DSLDP2001", "h.[|slice_scatter(torch.zeros(1, 8))|]")]
    [InlineData("DSLDP2001", "[|h[new System.Range(0, 3)]|]")]
    [InlineData("DSLDP2001", "h.[|bucketize(h.select(1, 0))|].@float()")]
    [InlineData("DSLDP2001", "h.[|isin(x)|].@float()")]
    [InlineData("DSLDP2001", "torch.[|searchsorted(h.select(1, 0), h)|].@float()")]
    [InlineData("DSLDP2001", "torch.[|searchsorted(torch.zeros(8, 3), h)|].@float()")]
    [InlineData("DSLDP2001", "torch.[|searchsorted(h.t(), x.t())|].@float().t()")]
    public void What_reaches_over_the_examples_is_refused(string id, string expression) => Verdict.Refuses(id, "; ", ModelSource.Returning(expression));

    [Theory]
    [InlineData("h.gather(1, h.argsort(1))")]
    [InlineData("h.gather(-1, h.argmax(1, keepdim: true)) + h")]
    [InlineData("h.take_along_dim(h.argsort(1), 1)")]
    [InlineData("h.take_along_dim(torch.zeros(1, 8).to(ScalarType.Int64), 1)")]
    [InlineData("h.index_select(1, torch.tensor(new long[] { 3, 1, 2 }))")]
    [InlineData("torch.zeros(8, 4).index_select(0, h.argmax(1))")]
    [InlineData("torch.zeros(x.shape[0], 8).scatter_add(1, h.argsort(1), h)")]
    [InlineData("h.scatter(1, h.argsort(1), x)")]
    [InlineData("h.index_fill(1, torch.tensor(new long[] { 0 }), 0)")]
    [InlineData("h.index_add(1, torch.tensor(new long[] { 0, 1 }), x.narrow(1, 0, 2), 1)")]
    [InlineData("h.select_scatter(x.select(1, 0), 1, 3)")]
    [InlineData("h.slice_scatter(x.narrow(1, 0, 2), 1, 0, 2)")]
    [InlineData("h[.., new System.Range(1, 5)] + h[.., new System.Range(2, ^2)]")]
    [InlineData("h.bucketize(torch.tensor(new[] { 0f, 1f })).@float()")]
    [InlineData("h.isin(torch.tensor(new[] { 0f, 1f })).@float()")]
    [InlineData("torch.searchsorted(torch.tensor(new[] { 0f, 1f }), h).@float()")]
    [InlineData("torch.searchsorted(h.sort(1).Values, x).@float()")]
    public void What_stays_within_an_example_is_accepted(string expression) => Verdict.Accepts(ModelSource.Returning(expression));
}
