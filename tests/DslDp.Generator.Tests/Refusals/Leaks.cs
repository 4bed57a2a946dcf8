using DslDp.Generator.Tests.Harness;

namespace DslDp.Generator.Tests.Refusals;

/// <summary>Values of the examples that leave the tensors.</summary>
public class Leaks
{
    [Theory]
    [InlineData("var v = h.sum(1).[|item<float>()|]; return h;")]
    [InlineData("var v = h.[|data<float>()|]; return h;")]
    [InlineData("var v = h.[|ToString()|]; return h;")]
    [InlineData("var v = [|(float)h.select(1, 0)|]; return h;")]
    [InlineData("var v = h.[|ToDouble()|]; return h;")]
    [InlineData("h.[|print()|]; return h;")]
    [InlineData("h.[|save(\"h.dat\")|]; return h;")]
    [InlineData("System.Console.[|WriteLine(1)|]; return h;")]
    [InlineData("System.Console.[|WriteLine(h)|]; return h;")]
    [InlineData("System.IO.File.[|WriteAllText(\"a\", \"b\")|]; return h;")]
    [InlineData("var v = [|h.bytes|]; return h;")]
    [InlineData("if ([|(bool)(h > 0).select(1, 0)|]) return h; return h.tanh();")]
    public void Are_refused(string forward) => Verdict.Refuses("DSLDP2006", "; ", new ModelSource { Forward = forward }.Text);

    [Theory]
    [InlineData("var v = $\"{h}\"; return h;")]
    [InlineData("var v = \"h\" + h; return h;")]
    [InlineData("var v = h.GetHashCode(); return h;")]
    [InlineData("var v = h.Equals(x); return v ? h : x;")]
    [InlineData("if (h.allclose(x)) return h; return x;")]
    [InlineData("System.Diagnostics.Debug.Assert(x.shape[0] > 1); return h;")]
    [InlineData("System.Diagnostics.Debug.Assert((bool)(h > 0).select(1, 0)); return h;")]
    [InlineData("using var file = System.IO.File.OpenWrite(\"a\"); return h;")]
    public void In_other_clothes_are_refused_too(string forward) => Verdict.RefusesSomehow(new ModelSource { Forward = forward }.Text);

    [Theory]
    [InlineData("var n = x.shape[1]; return h * n;")]
    [InlineData("return h * System.Math.Sqrt(8);")]
    [InlineData("System.Diagnostics.Debug.Assert(x.shape[1] == 8, \"eight features\"); return h;")]
    [InlineData("System.ReadOnlySpan<long> own = [1]; return h - h.mean(own.ToArray(), keepdim: true);")]
    [InlineData("var isFloat = x.dtype; return h;")]
    public void What_no_example_decides_may_be_read(string forward) => Verdict.Accepts(new ModelSource { Forward = forward }.Text);
}
