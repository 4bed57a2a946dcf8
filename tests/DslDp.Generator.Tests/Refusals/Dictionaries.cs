using DslDp.Generator.Tests.Harness;

namespace DslDp.Generator.Tests.Refusals;

/// <summary>Features that a method gathers by name.</summary>
public class Dictionaries
{
    private static string Model(string forward) => "using System;\nusing System.Collections.Generic;\nusing System.Linq;\n" + new ModelSource { Forward = forward }.Text;

    [Theory]
    [InlineData("var f = new Dictionary<string, Tensor>(); f[\"a\"] = h; f[\"b\"] = f[\"a\"].relu(); f[\"a\"] = x; return f[\"a\"] + f[\"b\"];")]
    [InlineData("var f = new Dictionary<string, Tensor> { [\"a\"] = h }; f.Add(\"b\", x); var s = h; foreach (var (k, v) in f) s = s + v; return s;")]
    [InlineData("var f = new Dictionary<int, Tensor>(); for (var i = 0; i < 3; i++) f[i] = h * i; return f[0] + f[2] + f.Values.Last() * f.Count;")]
    [InlineData("var f = new Dictionary<string, Tensor> { { \"a\", h } }; if (f.TryGetValue(\"a\", out var t)) h = h + t; return f.TryGetValue(\"b\", out var u) ? u.softmax(0) : h;")]
    [InlineData("var f = new Dictionary<string, Tensor> { [\"a\"] = h }; foreach (var pair in f) h = h + (pair.Key == \"a\" ? pair.Value : x); return h;")]
    [InlineData("var f = new Dictionary<string, Tensor> { [\"a\"] = h }; f[\"a\"] += x; return Named(f); Tensor Named(Dictionary<string, Tensor> g) => g[\"a\"].softmax(1);")]
    public void That_are_followed_are_accepted(string forward) => Verdict.Accepts(Model(forward));

    [Theory]
    [InlineData("var f = new Dictionary<string, Tensor> { [\"a\"] = h }; var g = f; f[\"a\"] = h.t(); return g[\"a\"].softmax(1);")]
    [InlineData("var f = new Dictionary<string, Tensor> { [\"a\"] = h }; void Set() => f[\"a\"] = h.t(); Set(); return f[\"a\"].softmax(1);")]
    [InlineData("var f = new Dictionary<string, Tensor> { [\"a\"] = h }; f.Remove(\"a\"); return h;")]
    [InlineData("var f = new Dictionary<int, int> { [0] = 1 }; f[0] = 0; return h.softmax(f[0]);")]
    [InlineData("var f = new Dictionary<int, int> { [0] = 1 }; f[0] = (int)h.shape[0]; return h * f[0];")]
    [InlineData("var f = new Dictionary<int, Tensor> { [1] = h, [2] = x }; return f[(int)h.shape[0]];")]
    [InlineData("var f = new Dictionary<int, int> { [0] = 0, [1] = 1 }; return h.softmax(f.TryGetValue(0, out var axis) ? axis : 1);")]
    [InlineData("var f = new Dictionary<string, int> { [\"a\"] = 1 }; Change(f); return h.softmax(f[\"a\"]); static void Change(Dictionary<string, int> g) => g[\"a\"] = 0;")]
    public void That_are_changed_unseen_or_mix_are_refused(string forward) => Verdict.RefusesSomehow(Model(forward));
}
