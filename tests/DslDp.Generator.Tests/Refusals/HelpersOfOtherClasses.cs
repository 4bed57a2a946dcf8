using DslDp.Generator.Tests.Harness;

namespace DslDp.Generator.Tests.Refusals;

/// <summary>Static methods of other classes that apply a layer are copied into the model, with each name meaning what it means where it stands.</summary>
public class HelpersOfOtherClasses
{
    private const string Blocks = """
        public static class Blocks
        {
            private const float Private = 2;
            internal const float Scale = 2;
            public static Tensor LinearSilu(Linear layer, Tensor x) => functional.silu(layer.call(x)) * Scale;
            public static Tensor Apply(this Tensor x, Linear layer) => Act(layer.call(x));
            internal static Tensor Act(Tensor x) => x.tanh();
            public static Tensor Hidden(Linear layer, Tensor x) => layer.call(x) * Private;
            public static Tensor Mix(Linear layer, Tensor x) => layer.call(x).softmax(0);
            public static Tensor Twice(Linear layer, Tensor x) => LinearSilu(layer, LinearSilu(layer, x));
            public static Tensor Of<T>(T layer, Tensor x) where T : Module<Tensor, Tensor> => layer.call(x);
        }
        """;

    private static ModelSource Source(string forward, string members = "") => new() { Beside = Blocks, Forward = forward, Members = "private readonly Linear second = Linear(8, 8);" + members };

    [Theory]
    [InlineData("return Blocks.LinearSilu(second, h);", "RecordedBlocksLinearSilu(record, second, h)")]
    [InlineData("return h.Apply(second);", "RecordedBlocksApply(record, h, second)")]
    [InlineData("return Blocks.Twice(second, h);", "RecordedBlocksTwice(record, second, h)")]
    [InlineData("return h.Apply(second).Apply(hidden);", "RecordedBlocksApply(record, RecordedBlocksApply(record, h, second), hidden)")]
    public void Are_recorded(string forward, string says)
    {
        var compiled = SourceCompiler.Compile(Source(forward).Text);
        Assert.True(compiled.CanTrain, compiled.Describe());
        Assert.Empty(compiled.CompilerErrors);
        Assert.Contains(says, compiled.GeneratedFor("Model"), StringComparison.Ordinal);
    }

    [Fact]
    public void Their_names_mean_the_same_in_the_copy()
    {
        var source = Source("return Blocks.LinearSilu(second, h).Apply(second);", "private const float Scale = 3; private static Tensor Act(Tensor x) => x; private static readonly Other functional = new();") with
        {
            Beside = Blocks + "public sealed class Other { public Tensor silu(Tensor x) => x; }",
            Loss = "return torch.nn.functional.cross_entropy(result, labels, reduction: Reduction.None);",
        };
        var compiled = SourceCompiler.Compile(source.Text);
        Assert.True(compiled.CanTrain, compiled.Describe());
        Assert.Empty(compiled.CompilerErrors);
        var text = compiled.GeneratedFor("Model");
        Assert.Contains("global::TorchSharp.torch.nn.functional.silu(record.Call(layer, x)) * global::Tests.Blocks.Scale", text, StringComparison.Ordinal);
        Assert.Contains("global::Tests.Blocks.Act(record.Call(layer, x))", text, StringComparison.Ordinal);
    }

    [Fact]
    public void That_mix_are_refused() => Verdict.RefusesSomehow(Source("return Blocks.Mix(second, h);").Text);

    [Fact]
    public void That_use_something_private_are_refused() => Verdict.Refuses(
        "DSLDP1003", "make it internal", Source("return Blocks.Hidden(second, h);").Text.Replace("layer.call(x) * Private", "layer.call(x) * [|Private|]", StringComparison.Ordinal));

    [Fact]
    public void That_are_passed_on_as_values_are_refused() => Verdict.RefusesSomehow(
        Source("return Apply(second, h, Blocks.LinearSilu);", "private static Tensor Apply(Linear layer, Tensor t, System.Func<Linear, Tensor, Tensor> f) => f(layer, t);").Text);

    [Fact]
    public void In_another_file_and_namespace_are_copied()
    {
        var blocks = """
            using T = TorchSharp.torch.Tensor;
            using static TorchSharp.torch;
            namespace Elsewhere.Deep;
            public static class Blocks
            {
                public static T LinearSilu(TorchSharp.Modules.Linear layer, T x) => nn.functional.silu(layer.call(x)).Scaled();
                public static T Scaled(this T x) => x * Scales.Two;
            }
            internal static class Scales { public const float Two = 2; }
            """;
        var compiled = SourceCompiler.Compile(new ModelSource { Forward = "return Elsewhere.Deep.Blocks.LinearSilu(hidden, h);" }.Text, blocks);
        Assert.True(compiled.CanTrain, compiled.Describe());
        Assert.Empty(compiled.CompilerErrors);
        Assert.Contains("global::TorchSharp.torch.nn.functional.silu(record.Call(layer, x)).Scaled()", compiled.GeneratedFor("Model.Recorded"), StringComparison.Ordinal);
    }
}
