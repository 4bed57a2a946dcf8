using DslDp.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace DslDp.Generator.Tests.Robustness;

/// <summary>Code that nobody means and that somebody writes.</summary>
public class OddCode
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static string Attributed(string attributes) => new ModelSource { Attributes = attributes }.Text;

    public static TheoryData<string> Sources => new()
    {
        "",
        "[DpModel]",
        "[DpModel] class",
        "[DpModel] class Model",
        "[DslDp.DpModel] public sealed partial class Model { }",
        "[DslDp.DpModel] public sealed partial class Model : Missing<int> { public override int forward() => 1; }",
        "[DslDp.DpModel] public sealed partial class Model : Model { }",
        "[DslDp.DpModel] public sealed partial class Model<T> : TorchSharp.torch.nn.Module<T, T> { }",
        "[DslDp.DpModel] public partial struct Model { }",
        "[DslDp.DpModel] public sealed partial record Model;",
        "[DslDp.DpModel] public static partial class Model { }",
        "[DslDp.DpModule] public sealed partial class Block : TorchSharp.torch.nn.Module<int, int> { public override int forward(int x) => x; }",
        "[DslDp.DpModule] public sealed partial class Block { }",
        "[DslDp.DpModule, DslDp.DpModel] public sealed partial class Block : TorchSharp.torch.nn.Module { }",
        Attributed("[DpModel][DpModel]"),
        Attributed("[DpModel, PrivacyBudget, Training]"),
        Attributed("[DpModel, PrivacyBudget(\"a\", null), Training(Epochs = \"b\")]"),
        Attributed("[DpModel, PrivacyBudget(1, 1e-5, Unit = (PrivacyUnit)99, Adjacency = (DslDp.Adjacency)99, Accountant = (AccountantKind)99), Training(60_000, 100, Epochs = 1)]"),
        Attributed("[DpModel, PrivacyBudget(1, 1e-5, Adjacency = (DslDp.Adjacency)99), Training(60_000, 100, Epochs = 1)]"),
        Attributed("[DpModel, PrivacyBudget(1, 1e-5, Accountant = (AccountantKind)99), Training(60_000, 100, Epochs = 1)]"),
        Attributed("[DpModel, PrivacyBudget(1, 1e-5), Training(60_000, 100, Epochs = 1, Optimizer = (OptimizerKind)99)]"),
        Attributed("[DpModel, PrivacyBudget(1, double.Epsilon), Training(long.MaxValue, int.MaxValue, Epochs = int.MaxValue)]"),
        Attributed("[DpModel, PrivacyBudget(double.MaxValue, 1e-5), Training(60_000, 1, Steps = 1)]"),
        Attributed("[DpModel, PrivacyBudget(double.Epsilon, 1e-300), Training(60_000, 60_000, Steps = int.MaxValue)]"),
        new ModelSource { Forward = "return h.softmax(long.MinValue);" }.Text,
        new ModelSource { Forward = "return h.view(long.MinValue, long.MaxValue);" }.Text,
        new ModelSource { Forward = "return h.view(0, 0, -1, -1);" }.Text,
        new ModelSource { Forward = "return h.view();" }.Text,
        new ModelSource { Forward = "return h.permute().flip().squeeze();" }.Text,
        new ModelSource { Forward = "return h.reshape(-1, 0);" }.Text,
        new ModelSource { Forward = "return h[..][..][.., ^1..0];" }.Text,
        new ModelSource { Forward = "return torch.cat(System.Array.Empty<Tensor>());" }.Text,
        new ModelSource { Forward = "return torch.stack(new Tensor[0]);" }.Text,
        new ModelSource { Forward = "return new Tensor[] { }[0];" }.Text,
        new ModelSource { Forward = "return (h, x) switch { var (a, b) => a };" }.Text,
        new ModelSource { Forward = "for (;;) { }" }.Text,
        new ModelSource { Forward = "while (true) h = h.t();" }.Text,
        new ModelSource { Forward = "var i = 0; while (i < 1_000_000_000) i++; return h;" }.Text,
        new ModelSource { Forward = "for (var i = 0; i < 900; i++) for (var j = 0; j < 900; j++) for (var k = 0; k < 900; k++) h = h.tanh(); return h;" }.Text,
        new ModelSource { Forward = "var d = 1L; var n = d / (d - 1); var m = d % 0; return h.view(n, m);" }.Text,
        new ModelSource { Forward = "switch (1) { } return h;" }.Text,
        new ModelSource { Forward = "return 1 switch { };" }.Text,
        new ModelSource { Forward = "int[,] grid = { { 1 } }; return h * grid[0, 0];" }.Text,
        new ModelSource { Members = "private readonly Linear bad = Linear(-1, 0), worse = Linear(long.MinValue, long.MaxValue);", Forward = "return worse.call(bad.call(h));" }.Text,
        new ModelSource { Members = "private readonly Conv2d bad = Conv2d(1, 1, 0, stride: 0, dilation: 0);", Forward = "return bad.call(h.view(-1, 1, 2, 4));" }.Text,
        new ModelSource { Members = "private readonly MaxPool2d bad = MaxPool2d(0, 0);", Forward = "return bad.call(h.view(-1, 1, 2, 4));" }.Text,
        new ModelSource { Members = "private readonly GroupNorm bad = GroupNorm(0, 0);", Forward = "return bad.call(h.unsqueeze(2));" }.Text,
        new ModelSource { Head = "public sealed partial class @class : Module<Tensor, Tensor>" }.Text,
    };

    /// <summary>What never ends must not end the compiler: a stack that overflows takes the whole process with it.</summary>
    public static TheoryData<string> Endless => new()
    {
        new ModelSource { Forward = "return base.forward(x);" }.Text,
        new ModelSource { Forward = "return this.forward(this.call(x));" }.Text,
        new ModelSource { Members = "private readonly Model inner = new();", Forward = "return inner.call(h);" }.Text,
        new ModelSource { Members = "private readonly long a = b; private readonly long b = a;", Forward = "return h.softmax(a);" }.Text,
        new ModelSource { Members = "private long A => B; private long B => A;", Forward = "return h.softmax(A);" }.Text,
        new ModelSource { Members = "private static readonly long A = B; private static readonly long B = A;", Forward = "return h.softmax(A);" }.Text,
        new ModelSource { Members = "public Model() : this(1) { } public Model(int a) : this() { }" }.Text,
    };

    [Theory]
    [MemberData(nameof(Endless))]
    public Task That_never_ends_fails_neither(string source) => InTime(source);

    [Theory]
    [MemberData(nameof(Sources))]
    public Task Fails_neither(string source) => InTime(source);

    /// <summary>What takes this long would hold up an editor, or a build server for good.</summary>
    private static async Task InTime(string source)
    {
        var check = Task.Run(() => new Crash(SourceCompiler.Create()).NotOn(source));
        Assert.True(await Task.WhenAny(check, Task.Delay(Patience)) == check, $"took more than {Patience}: {source}");
        await check;
    }

    [Fact]
    public void Without_its_usings_fails_neither() => new Crash(SourceCompiler.Create()).NotOn(Samples.Rich.Replace(SourceCompiler.Usings, "", StringComparison.Ordinal));

    [Theory]
    [InlineData("TorchSharp")]
    [InlineData("DslDp.Runtime")]
    [InlineData("DslDp.Accounting")]
    [InlineData("System.Runtime")]
    public void Without_a_reference_fails_neither(string missing)
    {
        var compilation = SourceCompiler.Create();
        var reference = Assert.Single(compilation.References, candidate => IsNamed(candidate, missing));
        new Crash(compilation.RemoveReferences(reference)).NotOn(Samples.Rich);
    }

    private static bool IsNamed(MetadataReference reference, string name) =>
        Path.GetFileName(reference.Display) == name + ".dll" || reference.Display == $"{name} (net100)";

    /// <summary>Files are told apart without regard to case, on some systems and by the compiler on all.</summary>
    [Theory]
    [InlineData("Digits", "digits")]
    [InlineData("Digits_", "digits_")]
    [InlineData("@class", "_class")]
    public void Names_that_differ_little_fail_neither(string first, string second)
    {
        static string Named(string name) => ModelSource.Returning("h").Replace("class Model", "class " + name, StringComparison.Ordinal);
        new Crash(SourceCompiler.Create("", Named(second))).NotOn(Named(first));
    }

    [Fact]
    public void A_generic_namesake_fails_neither() => new Crash(SourceCompiler.Create("", ModelSource.Returning("h")
        .Replace("class Model", "class Model_T_", StringComparison.Ordinal))).NotOn(ModelSource.Returning("h").Replace("class Model", "class Model<T>", StringComparison.Ordinal));

    [Fact]
    public void The_attribute_on_two_parts_fails_neither() => new Crash(SourceCompiler.Create("", SourceCompiler.Usings + "namespace Tests; [DpModel] public sealed partial class Model { }")).NotOn(ModelSource.Returning("h"));
}
