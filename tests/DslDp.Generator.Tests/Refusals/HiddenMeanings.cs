using DslDp.Generator.Tests.Harness;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DslDp.Generator.Tests.Refusals;

/// <summary>Code that C# resolves to something else than its look, or whose settings can be other at the run than where they are written.</summary>
public class HiddenMeanings
{
    private const string Wrapper = """
        public readonly struct Centred(Tensor inner)
        {
            public Tensor Inner { get; } = inner;
            public static implicit operator Centred(Tensor t) => new(t - t.mean(new long[] { 0 }));
            public static implicit operator Tensor(Centred c) => c.Inner;
            public static Centred operator +(Centred c) => new(c.Inner - c.Inner.mean(new long[] { 0 }));
        }
        """;

    [Theory]
    [InlineData("Centred c = h; Tensor back = c; return back;")]
    [InlineData("Tensor back = (Centred)h; return back;")]
    public void A_conversion_of_the_users_own_is_seen_into_or_refused(string forward) =>
        Verdict.RefusesSomehow(new ModelSource { Beside = Wrapper, Forward = forward }.Text);

    [Fact]
    public void An_init_property_of_the_model_can_be_set_to_another_axis() =>
        Verdict.RefusesSomehow(new ModelSource { Members = "public int Axis { get; init; } = 1;", Forward = "return h.softmax(Axis);" }.Text);

    [Fact]
    public void An_init_property_of_a_block_is_what_the_model_sets_it_to() => Verdict.RefusesSomehow(new ModelSource
    {
        Beside = """
            [DpModule]
            public sealed partial class Block : Module<Tensor, Tensor>
            {
                public int Axis { get; init; } = 1;
                public override Tensor forward(Tensor x) => x.softmax(Axis);
            }
            """,
        Members = "private readonly Block block = new() { Axis = 0 };",
        Forward = "return block.call(h);",
    }.Text);

    [Theory]
    [InlineData("public new Tensor call(Tensor x) => x - x.mean(new long[] { 0 });", "block.call(h)")]
    [InlineData("public Tensor forward(Tensor x, int axis) => x - x.mean(new long[] { axis });", "block.forward(h, 0)")]
    [InlineData("public Tensor forward(int axis, Tensor x) => x - x.mean(new long[] { axis });", "block.forward(0, h)")]
    public void A_namesake_of_forward_is_not_taken_for_it(string member, string use)
    {
        foreach (var attribute in new[] { "[DpModule]", "" })
        {
            Verdict.RefusesSomehow(new ModelSource
            {
                Beside = $$"""
                    {{attribute}}
                    public sealed partial class Block : Module<Tensor, Tensor>
                    {
                        public Block() : base("Block") { }
                        public override Tensor forward(Tensor x) => x.tanh();
                        {{member}}
                    }
                    """,
                Members = "private readonly Block block = new();",
                Forward = $"return {use};",
            }.Text);
        }
    }

    /// <summary>The copy of a helper of another file stands in a file of its own: the usings of both must not change what a name means.</summary>
    [Fact]
    public void The_copy_in_the_generated_file_means_what_was_proved()
    {
        var beside = SourceCompiler.Usings + """
            namespace Smooth { public static class Own { public static Tensor Even(this Tensor t, double by) => t * by; } }
            namespace Mixing { public static class Across { public static Tensor Even(this Tensor t, int by) => t - t.mean(new long[] { 0 }) * by; } }
            """;
        var model = "using Smooth;\n" + new ModelSource { Forward = "return Second(h.Even(2));" }.Text;
        var helper = "using Mixing;\n" + SourceCompiler.Usings + """
            namespace Tests;
            public sealed partial class Model { private readonly Linear second = Linear(8, 8); private Tensor Second(Tensor t) => second.call(t); }
            """;
        var compiled = SourceCompiler.Compile(model, helper, beside);
        Assert.True(compiled.CanTrain, compiled.Describe());
        Assert.Empty(compiled.CompilerErrors);
        Assert.True(Binds(compiled, "h.Even", "Smooth"), "the generated copy calls another Even than the one that was proved");
    }

    [Fact]
    public void An_alias_inside_the_namespace_stays_the_users_own()
    {
        var model = SourceCompiler.Usings + """
            namespace Outer
            {
                internal static class Ops { public static Tensor squash(Tensor t) => t - t.mean(new long[] { 0 }); }
            }
            namespace Harmless
            {
                internal static class Ops { public static Tensor squash(Tensor t) => t.tanh(); }
            }
            """;
        var text = new ModelSource { Forward = "return Ops.squash(h);" }.Text.Replace("namespace Tests;", "namespace Outer.Tests;\nusing Ops = Harmless.Ops;", StringComparison.Ordinal);
        var compiled = SourceCompiler.Compile(text, model);
        Assert.True(!compiled.CanTrain || !compiled.CompilerErrors.IsEmpty || Binds(compiled, "Ops.squash", "Harmless"), "the generated copy calls another squash than the one that was proved");
    }

    private static bool Binds(CompiledSource compiled, string callee, string space)
    {
        var tree = compiled.Output.SyntaxTrees.Single(tree => tree.ToString().Contains(" RecordedForward(", StringComparison.Ordinal));
        var call = tree.GetRoot().DescendantNodes().OfType<InvocationExpressionSyntax>().Single(node => node.Expression.ToString() == callee);
        return compiled.Output.GetSemanticModel(tree).GetSymbolInfo(call).Symbol!.ContainingNamespace.Name == space;
    }
}
