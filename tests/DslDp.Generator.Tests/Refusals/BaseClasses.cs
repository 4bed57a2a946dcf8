using DslDp.Generator.Tests.Harness;

namespace DslDp.Generator.Tests.Refusals;

/// <summary>A model may derive from a class of the project: what that class does is followed, and its methods that apply layers are recorded.</summary>
public class BaseClasses
{
    private const string Head = """
        [DpModel]
        [PrivacyBudget(epsilon: 3.0, delta: 1e-5)]
        [Training(records: 60_000, batchSize: 1024, Epochs = 30, LearningRate = 0.5)]
        """;

    private const string Loss = """
        [Loss]
        private static Tensor PerExampleLoss(Tensor result, [BatchOf(DType = ScalarType.Int64)] Tensor labels) =>
            functional.cross_entropy(result, labels, reduction: Reduction.None);
        """;

    private static string Text(string parent, string model, string name = "Parent") => SourceCompiler.Usings + $$"""
        namespace Tests;

        public abstract class Parent : Module<Tensor, Tensor>
        {
            {{parent}}
        }

        {{Head}}
        public sealed partial class Model : {{name}}
        {
            {{model}}

            {{Loss}}
        }
        """;

    private const string Named = "protected Parent(string name) : base(name) { } ";

    [Theory]
    [InlineData(Named + "protected readonly Linear head = Linear(8, 8); protected Tensor Head(Tensor x) => head.call(x).relu();", "public override Tensor forward([BatchOf(8)] Tensor x) => Head(x);")]
    [InlineData(Named + "protected readonly Linear head = Linear(8, 8); public override Tensor forward([BatchOf(8)] Tensor x) => head.call(Features(x)); protected abstract Tensor Features(Tensor x);", "private readonly Linear body = Linear(8, 8); protected override Tensor Features(Tensor x) => body.call(x).tanh();")]
    [InlineData(Named + "protected readonly Linear head = Linear(8, 8); public override Tensor forward(Tensor x) => head.call(x);", "private readonly Linear body = Linear(8, 8); public override Tensor forward([BatchOf(8)] Tensor x) => base.forward(body.call(x).tanh());")]
    [InlineData(Named + "protected readonly Linear head = Linear(8, 8); protected virtual Tensor Act(Tensor x) => head.call(x).softmax(0);", "private readonly Linear body = Linear(8, 8); protected override Tensor Act(Tensor x) => body.call(x).softmax(1); public override Tensor forward([BatchOf(8)] Tensor x) => Act(x) + head.call(x);")]
    [InlineData("protected Parent() : base(\"Parent\") { } protected readonly Linear head = Linear(8, 8);", "public override Tensor forward([BatchOf(8)] Tensor x) => head.call(x);")]
    [InlineData("protected Parent(string name, long width) : base(name) { head = Linear(width, 8); } protected readonly Linear head;", "public Model() : base(nameof(Model), 8) => RegisterComponents(); public override Tensor forward([BatchOf(8)] Tensor x) => head.call(x);")]
    [InlineData(Named + "protected readonly Linear head = Linear(8, 8); protected static Tensor Own(Tensor x) => x - x.mean([1], keepdim: true);", "public override Tensor forward([BatchOf(8)] Tensor x) => Own(head.call(x));")]
    public void Are_followed(string parent, string model) => Verdict.Accepts(Text(parent, model));

    [Theory]
    [InlineData(Named + "protected readonly Linear head = Linear(8, 8); protected Tensor Head(Tensor x) => head.call(x).softmax(0);", "public override Tensor forward([BatchOf(8)] Tensor x) => Head(x);")]
    [InlineData(Named + "protected readonly BatchNorm1d norm = BatchNorm1d(8);", "public override Tensor forward([BatchOf(8)] Tensor x) => norm.call(x);")]
    [InlineData("protected Parent(string name) : base(name) { norm = BatchNorm1d(8); } protected readonly Module<Tensor, Tensor>? norm; protected readonly Linear head = Linear(8, 8);", "public override Tensor forward([BatchOf(8)] Tensor x) => norm is null ? head.call(x) : norm.call(head.call(x));")]
    [InlineData("protected Parent(string name) : base(name) { Start(); } protected abstract void Start(); protected readonly Linear head = Linear(8, 8);", "private Module<Tensor, Tensor> norm = LayerNorm(8); protected override void Start() => norm = BatchNorm1d(8); public override Tensor forward([BatchOf(8)] Tensor x) => norm.call(head.call(x));")]
    [InlineData(Named + "protected readonly Linear head = Linear(8, 8); public override Tensor forward([BatchOf(8)] Tensor x) => Act(head.call(x)); protected virtual Tensor Act(Tensor x) => x.softmax(1);", "protected override Tensor Act(Tensor x) => x.softmax(0);")]
    [InlineData(Named + "protected readonly Linear head = Linear(8, 8); protected virtual Tensor Act(Tensor x) => head.call(x).softmax(0);", "protected override Tensor Act(Tensor x) => base.Act(x); public override Tensor forward([BatchOf(8)] Tensor x) => Act(x);")]
    [InlineData(Named + "private readonly Module<Tensor, Tensor> norm = BatchNorm1d(8); protected Tensor Norm(Tensor x) => norm.call(x); protected readonly Linear head = Linear(8, 8);", "private readonly LayerNorm norm = LayerNorm(8); public override Tensor forward([BatchOf(8)] Tensor x) => Norm(norm.call(head.call(x)));")]
    [InlineData(Named + "protected readonly Linear head = Linear(8, 8); protected Tensor? last; protected Tensor Keep(Tensor x) { last = x; return x; }", "public override Tensor forward([BatchOf(8)] Tensor x) => Keep(head.call(x));")]
    public void That_mix_are_refused(string parent, string model) => Verdict.RefusesSomehow(Text(parent, model));

    [Fact]
    public void A_private_layer_of_theirs_cannot_be_recorded() => Verdict.Refuses(
        "DSLDP1003", "make it protected", Text(Named + "private readonly Linear head = Linear(8, 8); protected Tensor Head(Tensor x) => [|head|].call(x);", "public override Tensor forward([BatchOf(8)] Tensor x) => Head(x);"));

    [Fact]
    public void In_another_file_are_copied_with_their_usings()
    {
        var parent = """
            using L = TorchSharp.Modules.Linear;
            using F = TorchSharp.torch.nn.functional;
            using T = TorchSharp.torch.Tensor;
            namespace Elsewhere
            {
                public abstract class Parent(string name) : TorchSharp.torch.nn.Module<T, T>(name)
                {
                    protected readonly L head = TorchSharp.torch.nn.Linear(8, 8);
                    protected T Head(T x) => F.relu(Scaled(head.call(x)));
                    protected static T Scaled(T x) => x * Scales.Two;
                }

                internal static class Scales { public const float Two = 2; }
            }
            """;
        var model = Text(Named, "private readonly Linear body = Linear(8, 8); public override Tensor forward([BatchOf(8)] Tensor x) => Head(body.call(x));", "Elsewhere.Parent");
        var compiled = SourceCompiler.Compile(model, parent);
        Assert.True(compiled.CanTrain, compiled.Describe());
        Assert.Empty(compiled.CompilerErrors);
        Assert.Contains("record.Call(head, x)", compiled.GeneratedFor("Model.Recorded"), StringComparison.Ordinal);
        Assert.Contains("RecordedParentHead(record, record.Call(body, x))", compiled.GeneratedFor("Model"), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_a_block_are_recorded_in_the_block()
    {
        var text = Text(Named, "private readonly Block block = new(); public override Tensor forward([BatchOf(8)] Tensor x) => block.call(x);", "Module<Tensor, Tensor>") + """

            public abstract class BlockParent(string name) : Module<Tensor, Tensor>(name)
            {
                protected readonly Linear inner = Linear(8, 8);
                protected Tensor Inner(Tensor x) => inner.call(x).tanh();
            }

            [DpModule]
            public sealed partial class Block : BlockParent
            {
                public override Tensor forward(Tensor x) => Inner(x);
            }
            """;
        Verdict.Accepts(text);
    }
}
