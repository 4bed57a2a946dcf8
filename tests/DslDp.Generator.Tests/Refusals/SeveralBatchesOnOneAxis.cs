using DslDp.Generator.Tests.Harness;

namespace DslDp.Generator.Tests.Refusals;

/// <summary>Batches one after the other on one axis, so that one call serves them all, and batches merged with an axis outside of them.</summary>
public class SeveralBatchesOnOneAxis
{
    private static string Model(string forward) => "using System;\nusing System.Collections.Generic;\nusing System.Linq;\n" + new ModelSource { Forward = forward }.Text;

    [Theory]
    [InlineData("var both = hidden.call(torch.cat([h, x], 0)); var parts = both.chunk(2, 0); return parts[0] - parts[1];")]
    [InlineData("var b = (int)h.shape[0]; var all = torch.cat([h, x, h], 0).tanh(); return all[..b] + all[b..(2 * b)] + all[(2 * b)..];")]
    [InlineData("var b = h.shape[0]; var all = torch.cat([h, x], 0); var parts = all.split(b, 0); return parts[0] * parts[1];")]
    [InlineData("var b = h.shape[0]; return torch.cat([h, x], 0).narrow(0, b, b);")]
    [InlineData("return hidden.call(torch.cat([h, x], 0)).view(2, -1, 8).sum(dim: 0);")]
    [InlineData("return hidden.call(h.view(-1, 2, 4).transpose(0, 1).reshape(-1, 4).repeat(1, 2)).view(2, -1, 8).sum(dim: 0);")]
    public void Cut_at_whole_batches_are_accepted(string forward) => Verdict.Accepts(Model(forward));

    [Theory]
    [InlineData("return torch.cat([h, x], 0).view(-1, 2, 8).sum(1);")]
    [InlineData("return torch.cat([h, x], 0).softmax(0).chunk(2, 0)[0];")]
    [InlineData("return torch.cat([h, x, h], 0).chunk(2, 0)[0];")]
    [InlineData("return torch.cat([h, x], 0)[1..(int)h.shape[0]];")]
    [InlineData("return torch.cat([h, x[..1]], 0);")]
    [InlineData("return torch.cat([h, x], 0);")]
    [InlineData("var b = (int)h.shape[0]; return torch.cat([h, x], 0)[(b / 2)..b];")]
    [InlineData("return hidden.call(h.view(-1, 2, 4).transpose(0, 1).reshape(-1, 4).repeat(1, 2)).view(-1, 2, 8).sum(1);")]
    [InlineData("var both = torch.cat([h, x], 0); return (both + both.flip(0)).chunk(2, 0)[0];")]
    [InlineData("return torch.cat([h, ones(8, 8)], 0);")]
    public void Cut_elsewhere_or_mixed_are_refused(string forward) => Verdict.RefusesSomehow(Model(forward));
}
