using System.Runtime.CompilerServices;
using DslDp.Generator.Tests.Harness;

namespace DslDp.Generator.Tests.Snapshots;

/// <summary>What the generator writes, in full: read these files to see what a user sees.</summary>
public class GeneratedCode
{
    private const string Declared = """
        [DpModel]
        [PrivacyBudget(epsilon: 3.0, delta: 1e-5)]
        [Training(records: 60_000, batchSize: 1024, Epochs = 30, LearningRate = 0.5)]
        """;

    private const string CrossEntropy = """
        [Loss]
            private static Tensor CrossEntropy(Tensor logits, [BatchOf(DType = ScalarType.Int64)] Tensor labels) =>
                functional.cross_entropy(logits, labels, reduction: Reduction.None);
        """;

    [Fact]
    public void Smallest_model() => Verify("Digits", $$"""
        {{Declared}}
        public sealed partial class Digits : Module<Tensor, Tensor>
        {
            private readonly Linear hidden = Linear(784, 128);
            private readonly Linear output = Linear(128, 10);

            public override Tensor forward([BatchOf(784)] Tensor pixels) =>
                output.call(hidden.call(pixels).tanh());

            {{CrossEntropy}}
        }
        """);

    [Fact]
    public void Convolutional_classifier() => Verify("Clothes", $$"""
        {{Declared}}
        [Clipping(maxNorm: 0.1)]
        public sealed partial class Clothes : Module<Tensor, Tensor>
        {
            private readonly Conv2d edges = Conv2d(1, 16, 8, stride: 2, padding: 2);
            private readonly Conv2d shapes = Conv2d(16, 32, 4, stride: 2);
            private readonly MaxPool2d pool = MaxPool2d(2, stride: 1);
            private readonly Linear hidden = Linear(512, 32);
            private readonly Linear output = Linear(32, 10);

            public override Tensor forward([BatchOf(1, 28, 28)] Tensor pixels)
            {
                var seen = pool.call(edges.call(pixels).tanh());

                // 5 by 5 positions are left, and 4 by 4 after pooling.
                var found = pool.call(shapes.call(seen).tanh());
                return output.call(hidden.call(found.flatten(1)).tanh());
            }

            {{CrossEntropy}}
        }
        """);

    [Fact]
    public void Block_with_group_norm() => Verify("SmallResidual", $$"""
        [DpModule]
        public sealed partial class Residual : Module<Tensor, Tensor>
        {
            private readonly Conv2d first;
            private readonly GroupNorm norm;

            public Residual(long channels) : base(nameof(Residual))
            {
                first = Conv2d(channels, channels, 3, padding: 1, bias: false);
                norm = GroupNorm(2, channels);
                RegisterComponents();
            }

            public override Tensor forward(Tensor x) => norm.call(first.call(x)).relu() + x;
        }

        {{Declared}}
        public sealed partial class SmallResidual : Module<Tensor, Tensor>
        {
            private readonly Conv2d stem = Conv2d(3, 8, 3, padding: 1);
            private readonly GroupNorm norm = GroupNorm(4, 8);
            private readonly Residual block = new(8);
            private readonly Linear head = Linear(8, 5);

            public override Tensor forward([BatchOf(3, 8, 8)] Tensor image) =>
                head.call(block.call(norm.call(stem.call(image))).mean([2, 3]));

            {{CrossEntropy}}
        }
        """);

    [Fact]
    public void Frozen_encoder() => Verify("FineTuned", $$"""
        {{Declared}}
        public sealed partial class FineTuned : Module<Tensor, Tensor>
        {
            [Frozen] private readonly Linear encoder = Linear(784, 256);
            private readonly Linear head = Linear(256, 10);

            public override Tensor forward([BatchOf(784)] Tensor pixels) => head.call(encoder.call(pixels).relu());

            {{CrossEntropy}}
        }
        """);

    [Fact]
    public void Helpers_that_call_layers() => Verify("WithHelpers", $$"""
        {{Declared}}
        public sealed partial class WithHelpers : Module<Tensor, Tensor>
        {
            private readonly Linear first = Linear(16, 16);
            private readonly Linear second = Linear(16, 10);

            public override Tensor forward([BatchOf(16)] Tensor x)
            {
                var h = Normalised(x);
                for (var i = 0; i < 2; i++) h = Layer(h, scale: 0.5);
                return second.call(h);
            }

            private Tensor Layer(Tensor t, double scale) => Activated(first.call(t)) * scale;

            private static Tensor Activated(Tensor t) => t.tanh();

            private static Tensor Normalised(Tensor t) => t - t.mean([1], keepdim: true);

            {{CrossEntropy}}
        }
        """);

    [Fact]
    public void Records_known_at_the_run() => Verify("AnySize", $$"""
        [DpModel]
        [PrivacyBudget(epsilon: 2.0, delta: 1e-6)]
        [Training(batchSize: 256, Steps = 1000, LearningRate = 0.25, Momentum = 0.9, WeightDecay = 1e-4)]
        public sealed partial class AnySize : Module<Tensor, Tensor>
        {
            private readonly Linear output = Linear(16, 1);

            public override Tensor forward([BatchOf(16)] Tensor x) => output.call(x).squeeze(1);

            [Loss]
            private static Tensor Squared(Tensor guess, [BatchOf] Tensor truth) => (guess - truth).pow(2);
        }
        """);

    [Fact]
    public void Replace_one() => Verify("Replacing", $$"""
        [DpModel]
        [PrivacyBudget(epsilon: 3.0, delta: 1e-5, Adjacency = Adjacency.ReplaceOne)]
        [Training(records: 60_000, batchSize: 1024, Epochs = 30, LearningRate = 0.5)]
        public sealed partial class Replacing : Module<Tensor, Tensor>
        {
            private readonly Linear output = Linear(16, 10);

            public override Tensor forward([BatchOf(16)] Tensor x) => output.call(x);

            {{CrossEntropy}}
        }
        """);

    [Fact]
    public void Nested_class() => Verify("Inner", $$"""
        public static partial class Outer
        {
            public partial struct Middle
            {
                {{Declared}}
                public sealed partial class Inner : Module<Tensor, Tensor>
                {
                    private readonly Linear output = Linear(16, 10);

                    public override Tensor forward([BatchOf(16)] Tensor x) => output.call(x);

                    {{CrossEntropy}}
                }
            }
        }
        """);

    [Fact]
    public void Two_inputs_and_own_constructor() => Verify("Towers", $$"""
        {{Declared}}
        public sealed partial class Towers : Module<Tensor, Tensor, Tensor>
        {
            private readonly Linear left;
            private readonly Linear right;

            public Towers(long width) : base(nameof(Towers))
            {
                left = Linear(8, width);
                right = Linear(8, width);
                RegisterComponents();
            }

            public override Tensor forward([BatchOf(8)] Tensor query, [BatchOf(8)] Tensor item) => (left.call(query) * right.call(item)).sum(1);

            [Loss]
            private static Tensor Logistic(Tensor score, [BatchOf] Tensor clicked) =>
                functional.binary_cross_entropy_with_logits(score, clicked, reduction: Reduction.None);
        }
        """);

    [Fact]
    public void Refused_model() => Verify("Normalised", $$"""
        {{Declared}}
        public sealed partial class Normalised : Module<Tensor, Tensor>
        {
            private readonly Linear hidden = Linear(784, 128);
            private readonly BatchNorm1d norm = BatchNorm1d(128);
            private readonly Linear output = Linear(128, 10);

            public override Tensor forward([BatchOf(784)] Tensor pixels) => output.call(norm.call(hidden.call(pixels)).tanh());

            {{CrossEntropy}}
        }
        """);

    private static void Verify(string type, string source, [CallerMemberName] string method = "")
    {
        var compiled = SourceCompiler.Compile(SourceCompiler.Usings + "namespace Examples;\n\n" + source);
        Assert.All(compiled.CompilerErrors, error => Assert.True(error.Id == "CS1029", error.ToString()));
        foreach (var generated in compiled.Run.Results.Single().GeneratedSources.Where(generated => generated.HintName.StartsWith("Examples.", StringComparison.Ordinal)))
            Snapshot.Verify(generated.HintName, generated.SourceText.ToString(), method: method);
        Assert.Contains(compiled.Run.Results.Single().GeneratedSources, generated => generated.HintName.EndsWith(type + ".g.cs", StringComparison.Ordinal));
    }

    [Fact]
    public void Native_initializer()
    {
        var initializer = SourceCompiler.Compile("").Run.Results.Single().GeneratedSources.Single();
        Snapshot.Verify(initializer.HintName, initializer.SourceText.ToString());
    }
}
