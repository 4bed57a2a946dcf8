using DslDp.Generator.Tests.Harness;

namespace DslDp.Generator.Tests.Refusals;

/// <summary>C# that the proof does not follow is refused as such, so that nobody takes a limit of ours for a leak of theirs.</summary>
public class CodeThatIsNotFollowed
{
    [Theory]
    [InlineData("lock (hidden) { h = h.tanh(); } return h;")]
    [InlineData("again: h = h.tanh(); goto again;")]
    [InlineData("dynamic d = h; return d.tanh();")]
    [InlineData("lock (this) { h = h.tanh(); } return h;")]
    [InlineData("ref var y = ref h; y = y.t(); return h.softmax(1);")]
    public void Is_refused(string forward)
    {
        var compiled = SourceCompiler.Compile("using System.Linq;\n" + new ModelSource { Forward = forward }.Text);
        Assert.False(compiled.CanTrain, compiled.Describe());
        Assert.NotEmpty(compiled.Findings);
    }

    [Theory]
    [InlineData("return functional.relu(h, inplace: [|true|]);", "leave inplace out")]
    [InlineData("return h.tanh() + [|new Wrapped(h)|].Inner;", "write it with locals")]
    [InlineData("[|try { h = h.tanh(); } finally { h = h.tanh(); }|] return h;", "leave it out")]
    public void Is_named(string forward, string says) => Verdict.Refuses(
        "DSLDP2008", says, new ModelSource { Beside = "public sealed record Wrapped(Tensor Inner) : System.IDisposable { public void Dispose() => System.Console.WriteLine(Inner); }", Forward = forward }.Text);

    [Theory]
    [InlineData("var (a, b) = (h, x); (a, b) = (b, a); return a + b;")]
    [InlineData("var pair = (First: h, Second: x); return pair.First + pair.Second;")]
    [InlineData("using (var y = h.tanh()) { return y * 2; }")]
    [InlineData("using var y = h.tanh(); return y * 2;")]
    [InlineData("Tensor y; if (x.shape[1] == 8) y = h; else y = x; return y;")]
    [InlineData("var kind = 2; switch (kind) { case 1: return h.softmax(0); case 2: return h.softmax(1); default: return h.t(); }")]
    [InlineData("var kind = 2; return kind switch { 1 => h.softmax(0), 2 => h.softmax(1), _ => throw new System.NotSupportedException() };")]
    [InlineData("h += x; h *= 2; h -= 1; return -h;")]
    [InlineData("checked { var i = 3; i++; } return h;")]
    [InlineData("const int half = 4; return h[.., ..half];")]
    [InlineData("_ = x.shape[1]; return h;")]
    [InlineData("return h ?? x;")]
    [InlineData("return h?.tanh()!;")]
    public void The_ordinary_forms_are_followed(string forward) => Verdict.Accepts(new ModelSource { Forward = forward }.Text);
}
