using DslDp.Generator.Tests.Harness;

namespace DslDp.Generator.Tests.Refusals;

/// <summary>Methods that yield what they compute.</summary>
public class Iterators
{
    private static string Model(string forward) => "using System;\nusing System.Collections.Generic;\nusing System.Linq;\n" + new ModelSource { Forward = forward }.Text;

    [Theory]
    [InlineData("return torch.stack(Halves(h).ToArray(), 1).flatten(1); IEnumerable<Tensor> Halves(Tensor t) { yield return t.narrow(1, 0, 4); yield return t.narrow(1, 4, 4); }")]
    [InlineData("var s = h; foreach (var part in Steps(h, 3)) s = s + part; return s; static IEnumerable<Tensor> Steps(Tensor t, int n) { for (var i = 0; i < n; i++) { t = t.tanh(); yield return t; } }")]
    [InlineData("return Some(h).Last(); static IEnumerable<Tensor> Some(Tensor t) { yield return t; } ")]
    [InlineData("return First(h).Aggregate((a, b) => a + b); static IEnumerable<Tensor> First(Tensor t) { yield return t; if (t.dim() == 2) yield break; yield return t.t(); }")]
    public void That_are_read_on_the_spot_are_accepted(string forward) => Verdict.Accepts(Model(forward));

    [Theory]
    [InlineData("return First(h).Last().softmax(1); static IEnumerable<Tensor> First(Tensor t) { yield return t; if (t.dim() == 3) yield break; yield return t.t(); }")]
    [InlineData("var s = Halves(h); h = h.t(); return s.First() + s.Last(); IEnumerable<Tensor> Halves(Tensor t) { yield return h; yield return t; }")]
    [InlineData("foreach (var axis in Axes()) h = h.softmax(axis); return h; static IEnumerable<int> Axes() { yield return 1; yield return 0; }")]
    [InlineData("return Endless(h).First(); static IEnumerable<Tensor> Endless(Tensor t) { while (t.shape[0] > 2) yield return t; }")]
    public void That_mix_or_are_read_later_are_refused(string forward) => Verdict.RefusesSomehow(Model(forward));
}
