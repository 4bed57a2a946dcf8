using DslDp.Generator.Incrementality;
using DslDp.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace DslDp.Generator.Tests.Incrementality;

/// <summary>After edits anywhere, the driver that has run before gives what a fresh one gives; what matters to no proof runs nothing again.</summary>
public class NeverStale
{
    private const string Options = """
        namespace Tests;
        internal static class Options
        {
            public const int Axis = 1;
            public static readonly int Length = 8;
            public static int Default(int axis = 1) => axis;
            public static int Chosen(object axis) => 1;
        }
        internal enum Axes { Batch = 0, Features = 1 }
        """;

    private const string Helper = "namespace Tests; internal static class Scale { public static Tensor Of(Tensor t) => Deep.Of(t); }";

    private const string Deep = "namespace Tests; internal class Base { public static Tensor Of(Tensor t) => t * 2; } internal class Deep : Base { }";

    private const string Imports = "global using Tensor = TorchSharp.torch.Tensor;\nglobal using Norm = Tests.Harmless;";

    private const string Chosen = "namespace Tests; internal static class Harmless { public static Tensor Of(Tensor t) => t * 1; } internal static class Mixing { public static Tensor Of(Tensor t) => t - t.mean(new long[] { 0 }); }";

    private const string Extensions = "namespace Tests; internal static class Extensions { public static Tensor Half(this Tensor t) => t / 2; }";

    private const string Other = "namespace Elsewhere { public class Unrelated { public Unrelated() { } public static int One() { return 1; } } }";

    private static string[] Sources { get; } =
    [
        ModelSource.Returning("Norm.Of(Scale.Of(h)).Half().softmax(Options.Axis).softmax(Options.Default()).softmax(Options.Chosen(1)).softmax((int)Axes.Features)"),
        Options, Helper, Deep, Imports, Chosen, Extensions, Other,
    ];

    /// <summary>The text of one file before and after. Each of them changes a verdict or could.</summary>
    private static (string From, string To)[] Replacements { get; } =
    [
        ("Axis = 1;", "Axis = 0;"),
        ("int axis = 1", "int axis = 0"),
        ("Chosen(object axis) => 1;", "Chosen(object axis) => 1; public static int Chosen(int axis) => 0;"),
        ("Chosen(object axis) => 1;", "Chosen(object axis) => 0;"),
        ("Features = 1", "Features = 0"),
        ("=> t * 2", "=> t - t.mean(new long[] { 0 })"),
        ("class Deep : Base { }", "class Deep : Base { public static new Tensor Of(Tensor t) => t.sum(); }"),
        ("Norm = Tests.Harmless", "Norm = Tests.Mixing"),
        ("=> t * 1", "=> t.flip(0)"),
        ("=> t / 2", "=> t.roll(1, 0)"),
        ("Deep.Of(t)", "Deep.Of(t).cumsum(0)"),
        ("internal static class Scale", "internal static class Scaled"),
        ("namespace Tests; internal static class Scale", "#nullable disable\nnamespace Tests; internal static class Scale"),
        ("{ return 1; }", "{ return 2; }"),
        ("{ return 1; }", "{ return 1; "),
        ("{ return 1; }", "{ return 1; } } } namespace Tests { internal static class Added { public static Tensor Half(this Tensor t, int unused = 0) => t.sum(); } } namespace N { class C {"),
        ("{ return 1; }", "{\n#if X\n return 2; }\n#else\n return 1; }\n#endif\n"),
        ("namespace Elsewhere { public class Unrelated {", "namespace Tests { public class Norm {"),
        ("namespace Elsewhere { public class Unrelated {", "namespace Tests { public sealed partial class Model { private static class Scale { public static Tensor Of(Tensor t) => t.sum(); } } } namespace Elsewhere { public class Unrelated {"),
        ("namespace Elsewhere { public class Unrelated {", "namespace Tests { [DslDp.Training(records: 50_000, batchSize: 512)] public sealed partial class Model; } namespace Elsewhere { public class Unrelated {"),
        ("internal static class Extensions { public static Tensor Half(this Tensor t) => t / 2; }", "internal static class Extensions { public static T Half<T>(this T t) where T : Tensor => t; }"),
        ("public static Tensor Half(this Tensor t)", "[System.Obsolete(\"\", error: true)] public static Tensor Half(this Tensor t)"),
    ];

    public static TheoryData<int> Each => [.. Enumerable.Range(0, Replacements.Length)];

    [Theory]
    [MemberData(nameof(Each))]
    public void After_an_edit_of_a_file(int replacement)
    {
        var before = SourceCompiler.Create(Sources);
        var after = Edited(before, replacement);
        Assert.NotSame(before, after);
        AssertFresh(SourceCompiler.CreateDriver().RunGenerators(before).RunGenerators(after), after);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(7)]
    public void The_model_of_these_tests_is_accepted_until_an_edit_mixes(int replacement)
    {
        var before = SourceCompiler.Create(Sources);
        var driver = SourceCompiler.CreateDriver().RunGenerators(before);
        Assert.Contains("TrainPrivately(", Text(driver), StringComparison.Ordinal);
        Assert.DoesNotContain("TrainPrivately(", Text(driver.RunGenerators(Edited(before, replacement))), StringComparison.Ordinal);
    }

    [Fact]
    public void After_changes_of_the_compilation()
    {
        var before = SourceCompiler.Create(Sources);
        CSharpCompilation[] several =
        [
            before.RemoveSyntaxTrees(before.SyntaxTrees[3]),
            before.RemoveAllSyntaxTrees().AddSyntaxTrees(before.SyntaxTrees.Reverse()),
            before.AddSyntaxTrees(CSharpSyntaxTree.ParseText("namespace Tests; internal class Norm { public static Tensor Of(Tensor t) => t.sum(); }", SourceCompiler.ParseOptions)),
            before.WithReferences(before.References.Where(reference => reference.Display?.Contains("TorchSharp", StringComparison.Ordinal) != true)),
            before.WithOptions(before.Options.WithNullableContextOptions(NullableContextOptions.Disable)),
            before.WithAssemblyName("Another"),
        ];
        Assert.All(several, after =>
        {
            Assert.False(SameForProofs.Instance.Equals(before, after));
            AssertFresh(SourceCompiler.CreateDriver().RunGenerators(before).RunGenerators(after), after);
        });
    }

    [Theory]
    [InlineData(20261127)]
    [InlineData(4)]
    public void After_edits_in_any_order(int seed)
    {
        var random = new Random(seed);
        var compilation = SourceCompiler.Create(Sources);
        var driver = SourceCompiler.CreateDriver().RunGenerators(compilation);
        for (var step = 0; step < 40; step++)
        {
            compilation = Edited(compilation, random.Next(Replacements.Length), isUndone: random.Next(2) == 0);
            driver = driver.RunGenerators(compilation);
            AssertFresh(driver, compilation);
        }
    }

    [Theory]
    [InlineData("{ return 1; }", "{ return 22; }", true)]
    [InlineData("public Unrelated() { }", "public Unrelated() { One(); }", true)]
    [InlineData("{ return 1; }", "{ return 1; ", false)]
    [InlineData("{ return 1; }", "=> 1;", false)]
    public void A_body_that_no_name_leads_to_runs_nothing_again(string from, string to, bool isSame)
    {
        var before = SourceCompiler.Create(Sources);
        var after = Replaced(before, before.SyntaxTrees[^1], from, to);
        Assert.Equal(isSame, SameForProofs.Instance.Equals(before, after));
        var result = SourceCompiler.CreateDriver().RunGenerators(before).RunGenerators(after).GetRunResult().Results.Single();
        if (!isSame) return;
        string[] steps = [TrackingNames.Models, TrackingNames.Hashes, TrackingNames.NativeInitializer];
        Assert.All(steps.SelectMany(step => result.TrackedSteps[step]).SelectMany(run => run.Outputs), output => Assert.Equal(IncrementalStepRunReason.Cached, output.Reason));
    }

    private static CSharpCompilation Edited(CSharpCompilation compilation, int replacement, bool isUndone = false)
    {
        var (from, to) = isUndone ? (Replacements[replacement].To, Replacements[replacement].From) : Replacements[replacement];
        var file = compilation.SyntaxTrees.FirstOrDefault(tree => tree.ToString().Contains(from, StringComparison.Ordinal));
        return file is null ? compilation : Replaced(compilation, file, from, to);
    }

    private static CSharpCompilation Replaced(CSharpCompilation compilation, SyntaxTree file, string from, string to) => compilation.ReplaceSyntaxTree(file, CSharpSyntaxTree.ParseText(
        SourceText.From(file.ToString().Replace(from, to, StringComparison.Ordinal), System.Text.Encoding.UTF8), SourceCompiler.ParseOptions, file.FilePath));

    private static void AssertFresh(GeneratorDriver driver, CSharpCompilation compilation) => Assert.Equal(Text(SourceCompiler.CreateDriver().RunGenerators(compilation)), Text(driver));

    private static string Text(GeneratorDriver driver) => string.Join(
        "\n",
        driver.GetRunResult().Results.Single().GeneratedSources.OrderBy(source => source.HintName, StringComparer.Ordinal).Select(source => source.HintName + "\n" + source.SourceText));
}
