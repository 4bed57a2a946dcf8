using DslDp.Generator.Tests.Harness;

namespace DslDp.Generator.Tests.Refusals;

/// <summary>Operations whose examples stay apart only in one way of using them.</summary>
public class RowsReadAnew
{
    [Theory]
    [InlineData("h.renorm(2f, 0, 1f)")]
    [InlineData("torch.baddbmm(h.unsqueeze(1), h.view(h.shape[0], 8, 1).expand(-1, 8, 8), x.unsqueeze(1)).squeeze(1)")]
    [InlineData("h[.., TensorIndex.Tensor(tensor(new[] { true, false, true, true, false, true, true, true }))].tanh().sum(1).unsqueeze(1) * h")]
    [InlineData("functional.conv1d(h.reshape(1, h.shape[0] * 2, 4), x.view(-1, 2, 4)[.., .., ..3].reshape(h.shape[0] * 2, 1, 3).repeat(1, 2, 1), groups: h.shape[0]).view(h.shape[0], 4).repeat(1, 2)")]
    [InlineData("h.tensor_split([3L], dim: 1)[0].softmax(1).repeat(1, 3)[.., ..8]")]
    [InlineData("functional.unfold(h.view(-1, 1, 2, 4), 2).view(h.shape[0], 4, 3).flatten(1)[.., ..8]")]
    [InlineData("(h > 0).sum(1).unsqueeze(1).to(ScalarType.Float32) * h")]
    public void Are_accepted(string expression) => Verdict.Accepts(ModelSource.Returning(expression));

    [Theory]
    [InlineData("h.renorm(2f, 1, 1f)")]
    [InlineData("h.t().renorm(2f, 0, 1f).t()")]
    [InlineData("torch.baddbmm(h.t().unsqueeze(0), h.unsqueeze(0), zeros(1, 8, 8)).sum(1).sum(dim: 0) + h")]
    [InlineData("h[TensorIndex.Tensor(tensor(new[] { true, false, true, true, false, true, true, true }))]")]
    [InlineData("functional.conv1d(h.reshape(1, h.shape[0] * 2, 4), x.view(-1, 2, 4)[.., .., ..3].reshape(h.shape[0] * 2, 1, 3).repeat(1, 2, 1), groups: 2).view(h.shape[0], 4).repeat(1, 2)")]
    [InlineData("functional.conv1d(h.view(-1, 2, 4).transpose(0, 1).reshape(1, -1, 4), x.view(-1, 2, 4)[.., .., ..3].reshape(h.shape[0] * 2, 1, 3).repeat(1, 2, 1), groups: h.shape[0]).view(h.shape[0], 4).repeat(1, 2)")]
    [InlineData("h.tensor_split([3L], dim: 0)[0]")]
    public void Are_refused(string expression) => Verdict.RefusesSomehow(ModelSource.Returning(expression));
}
