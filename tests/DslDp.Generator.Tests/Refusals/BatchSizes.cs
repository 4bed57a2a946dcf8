using DslDp.Generator.Tests.Harness;

namespace DslDp.Generator.Tests.Refusals;

/// <summary>The number of examples in a batch is random and private: it may shape a tensor, not enter a value or a branch.</summary>
public class BatchSizes
{
    [Theory]
    [InlineData("return h / [|x.shape[0]|];")]
    [InlineData("return h * x.[|size(0)|];")]
    [InlineData("return h * x.[|numel()|];")]
    [InlineData("return h / [|(float)x.shape[0]|];")]
    [InlineData("var n = x.shape[0]; return h / [|n|];")]
    [InlineData("if ([|x.shape[0] > 3|]) return h; return h.tanh();")]
    [InlineData("return [|x.shape[0] == 1|] ? h : h.tanh();")]
    [InlineData("for (var i = 0; [|i < x.shape[0]|]; i++) h = h.tanh(); return h;")]
    [InlineData("return h * torch.full([8], [|x.shape[0]|]);")]
    public void Enter_no_value_and_no_branch(string forward) => Verdict.Refuses("DSLDP2004", "; ", new ModelSource { Forward = forward }.Text);

    [Theory]
    [InlineData("return h / x.shape[1];")]
    [InlineData("return h.view(x.shape[0], -1);")]
    [InlineData("return h + torch.zeros(x.shape[0], 8);")]
    [InlineData("return h.view(x.size(0) * 2, 4).view(x.shape[0], 8);")]
    [InlineData("if (x.shape[1] > 3) return h; return h.tanh();")]
    [InlineData("for (var i = 0; i < x.shape[1]; i++) h = h.tanh(); return h;")]
    public void May_shape_a_tensor(string forward) => Verdict.Accepts(new ModelSource { Forward = forward }.Text);
}
