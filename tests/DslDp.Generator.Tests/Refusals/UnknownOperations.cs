using DslDp.Generator.Tests.Harness;

namespace DslDp.Generator.Tests.Refusals;

/// <summary>Default refuse: what has no row in the tables is not trusted.</summary>
public class UnknownOperations
{
    [Theory]
    [InlineData("return h.[|as_strided([8, 8], [1, 1])|];")]
    [InlineData("return h.[|add_(1)|];")]
    [InlineData("return h.[|tanh_()|];")]
    [InlineData("return [|h[x > 0]|];")]
    [InlineData("var n = System.Environment.[|GetEnvironmentVariable(\"N\")|]; return h;")]
    [InlineData("[|RegisterComponents()|]; return h;")]
    [InlineData("return h.softmax([|axis|]);")]
    public void Are_refused(string forward) => Verdict.Refuses(
        "DSLDP2007",
        "; ",
        new ModelSource { Members = "private readonly long axis; public Model(long axis) : base(nameof(Model)) { this.axis = axis; RegisterComponents(); }", Forward = forward }.Text);

    [Theory]
    [InlineData("private readonly Module<Tensor, Tensor> more; public Model(Module<Tensor, Tensor> more) : base(nameof(Model)) { this.more = more; RegisterComponents(); }", "return more.[|call(h)|];")]
    [InlineData("private readonly BatchNorm1d[] more = { BatchNorm1d(8) }; private Module<Tensor, Tensor> Pick(int i) => new[] { more[i] }[i];", "return Pick(0).[|call(h)|];")]
    public void A_component_that_is_not_known_is_refused(string members, string forward)
    {
        var compiled = SourceCompiler.Compile(MarkedSource.Parse(new ModelSource { Members = members, Forward = forward }.Text).Text);
        Verdict.HasNoTraining(compiled);
        Assert.Contains(compiled.Findings, finding => finding.Id is "DSLDP1002" or "DSLDP1001");
    }
}
