using DslDp.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace DslDp.Generator.Tests.Refusals;

/// <summary>A GroupNorm whose weights nobody sets: a warning, because the model can be trained and its weights may come from elsewhere.</summary>
public class UninitialisedNormalization
{
    private static string Model(string constructor, string made = "GroupNorm(2, 8)") => new ModelSource
    {
        Members = $"private readonly GroupNorm norm = {made};\n{constructor}",
        Forward = "return norm.call(h.unsqueeze(2)).squeeze(2);",
    }.Text;

    [Fact]
    public void Is_warned_about()
    {
        var source = MarkedSource.Parse(Model("public Model() : base(\"model\") => RegisterComponents();", "[|GroupNorm(2, 8)|]"));
        var compiled = SourceCompiler.Compile(source.Text);
        var warning = Assert.Single(compiled.Findings);
        Assert.Equal("DSLDP1004", warning.Id);
        Assert.Equal(DiagnosticSeverity.Warning, warning.Severity);
        Assert.Equal(source.Span, warning.Location.SourceSpan);
        Assert.True(compiled.CanTrain && compiled.CompilerErrors.IsEmpty, compiled.Describe());
    }

    [Fact]
    public void In_a_block_is_warned_about() => Assert.Equal(
        "DSLDP1004",
        Assert.Single(SourceCompiler.Compile(new ModelSource
        {
            Beside = """
                [DpModule]
                public sealed partial class Block : Module<Tensor, Tensor>
                {
                    private readonly GroupNorm norm;

                    public Block(long channels) : base("block")
                    {
                        norm = GroupNorm(2, channels);
                        RegisterComponents();
                    }

                    public override Tensor forward(Tensor x) => norm.call(x);
                }
                """,
            Members = "private readonly Block block = new(8);",
            Forward = "return block.call(h.unsqueeze(2)).squeeze(2);",
        }.Text).Findings).Id);

    [Theory]
    [InlineData("", "GroupNorm(2, 8)")]
    [InlineData("public Model() : base(\"model\") => RegisterComponents();", "GroupNorm(2, 8, affine: false)")]
    [InlineData("public Model() : base(\"model\") { RegisterComponents(); NormalizationWeights.Reset(this); }", "GroupNorm(2, 8)")]
    [InlineData("public Model() : base(\"model\") { RegisterComponents(); init.ones_(norm.weight); init.zeros_(norm.bias); }", "GroupNorm(2, 8)")]
    public void Is_silent_where_they_are_set(string constructor, string made) =>
        Assert.DoesNotContain(SourceCompiler.Compile(Model(constructor, made)).Findings, finding => finding.Id == "DSLDP1004");
}
