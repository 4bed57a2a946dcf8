using DslDp.Generator.Tests.Harness;

namespace DslDp.Generator.Tests.Refusals;

/// <summary>Blocks are analysed wherever a model calls them, with what the model feeds them.</summary>
public class Blocks
{
    private static string With(string forward, string attribute = "[DpModule]", string head = "public sealed partial class Block", string use = "block.call(h)") => new ModelSource
    {
        Beside = $$"""
            {{attribute}}
            {{head}} : Module<Tensor, Tensor>
            {
                private readonly Linear inner = Linear(8, 8);
                {{forward}}
            }
            """,
        Members = "private readonly Block block = new();",
        Forward = $"return {use};",
    }.Text;

    [Fact]
    public void That_mix_are_refused_inside() =>
        Verdict.Refuses("DSLDP2001", "; ", With("public override Tensor forward(Tensor t) => inner.call(t) - t.[|mean([0])|];"));

    [Fact]
    public void Are_judged_by_what_they_are_fed() =>
        Verdict.Refuses("DSLDP2001", "; ", With("public override Tensor forward(Tensor t) => t.[|softmax(1)|];", use: "block.call(h.t()).t()"));

    [Fact]
    public void That_treat_each_example_alone_are_accepted() => Verdict.Accepts(With("public override Tensor forward(Tensor t) => inner.call(t).tanh() + t;"));

    [Fact]
    public void That_are_not_sealed_are_refused()
    {
        var source = With("public override Tensor forward(Tensor t) => inner.call(t);", head: "public partial class Block");
        Assert.Contains(SourceCompiler.Compile(source).Findings, finding => finding.Id == "DSLDP5001");
    }

    [Fact]
    public void With_state_are_refused() => Verdict.Refuses(
        "DSLDP2005", "; ", With("private Tensor last = zeros(8); public override Tensor forward(Tensor t) { [|last|] = t; return t; }"));

    [Fact]
    public void Without_a_model_are_not_judged()
    {
        var compiled = SourceCompiler.Compile(SourceCompiler.Usings + """
            [DpModule]
            public sealed partial class Block : Module<Tensor, Tensor>
            {
                public override Tensor forward(Tensor t) => t - t.mean([0]);
            }
            """);
        Assert.Empty(compiled.Findings);
        Assert.Empty(compiled.CompilerErrors);
        Assert.False(compiled.CanTrain);
    }
}
