using DslDp.Generator.Tests.Harness;

namespace DslDp.Generator.Tests.Refusals;

/// <summary>Methods and blocks that call themselves as deep as constants say.</summary>
public class Recursion
{
    private static string Model(string forward) => "using System;\nusing System.Collections.Generic;\nusing System.Linq;\n" + new ModelSource { Forward = forward }.Text;

    [Theory]
    [InlineData("return Deepen(h, 3); static Tensor Deepen(Tensor t, int depth) => depth == 0 ? t.softmax(1) : Deepen(t.tanh(), depth - 1);")]
    public void That_comes_to_its_end_is_accepted(string forward) => Verdict.Accepts(Model(forward));

    [Theory]
    [InlineData("return Deepen(h, 12); static Tensor Deepen(Tensor t, int depth) => depth == 0 ? t.softmax(0) : Deepen(t.tanh(), depth - 1);")]
    [InlineData("return Deepen(h, 100); static Tensor Deepen(Tensor t, int depth) => depth == 0 ? t.softmax(0) : Deepen(t.tanh(), depth - 1);")]
    [InlineData("return Deepen(h); static Tensor Deepen(Tensor t) => t.shape[0] > 3 ? Deepen(t.tanh()) : t;")]
    public void That_mixes_at_its_end_or_has_none_is_refused(string forward) => Verdict.RefusesSomehow(Model(forward));
}
