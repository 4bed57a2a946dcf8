extern alias generator;

using System.Diagnostics;
using System.Globalization;
using generator::DslDp.Generator;
using generator::DslDp.Generator.Lowering;
using generator::DslDp.Generator.Reading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DslDp.Benchmarks.Editor;

/// <summary>
/// What the generator costs in an editor, on a model with an attention block of fifteen statements among other files: the first run, a run after an edit
/// of the model, a run after an edit elsewhere; each beside what binding the model's file costs the compiler by itself after the same edit.
/// </summary>
internal static class EditorBenchmark
{
    private const int Edits = 60;

    private const int OtherFiles = 30;

    public static void Run()
    {
        var project = Project();
        var clock = Stopwatch.StartNew();
        var driver = CreateDriver().RunGenerators(project);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"first run in this process, with binding: {clock.Elapsed.TotalMilliseconds:0} ms"));
        var written = driver.GetRunResult().Results.Single().GeneratedSources.Any(file => file.SourceText.ToString().Contains("TrainPrivately(", StringComparison.Ordinal));
        if (!written) throw new InvalidOperationException("The model of this benchmark is refused.");

        // A sampling probability of 0.01 and 10,000 steps, with losses (PLD); each edit is a plan that nobody has computed before.
        var planned = With(project, project.SyntaxTrees.First(), AttentionModel.Source("0", Plan(0)));
        var current = driver;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"first other plan in this process, with binding and proof: {Milliseconds(() => current = current.RunGenerators(planned)):0} ms"));
        driver = current;
        Report("edit of the plan", edit => With(project, project.SyntaxTrees.First(), AttentionModel.Source("0", Plan(int.Parse(edit, CultureInfo.InvariantCulture)))), ref driver);
        Report("edit of the model", edit => With(project, project.SyntaxTrees.First(), AttentionModel.Source(edit)), ref driver);
        ReportProof(project);
        Report("edit elsewhere", edit => With(project, project.SyntaxTrees.Last(), Other("Last", edit)), ref driver);
    }

    /// <summary>Binding and generating alternate, each on a compilation that nobody has bound before.</summary>
    private static void Report(string what, Func<string, CSharpCompilation> edited, ref GeneratorDriver driver)
    {
        var (binding, generating) = (new double[Edits], new double[Edits]);
        for (var edit = 0; edit < Edits; edit++)
        {
            var number = (edit + 1).ToString(CultureInfo.InvariantCulture);
            var alone = edited(number);
            binding[edit] = Milliseconds(() => alone.GetSemanticModel(alone.SyntaxTrees.First()).GetDiagnostics());
            var compilation = edited(number);
            var current = driver;
            generating[edit] = Milliseconds(() => current = current.RunGenerators(compilation));
            driver = current;
        }

        var (bound, generated) = (Median(binding), Median(generating));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: generator with its binding {generated:0.00} ms, binding alone {bound:0.00} ms, difference {generated - bound:0.00} ms (medians of {Edits})"));
    }

    /// <summary>The analysis alone: the second proof of a compilation finds everything bound.</summary>
    private static void ReportProof(CSharpCompilation project)
    {
        var (first, second) = (new double[Edits], new double[Edits]);
        for (var edit = 0; edit < Edits; edit++)
        {
            var compilation = With(project, project.SyntaxTrees.First(), AttentionModel.Source((Edits + edit).ToString(CultureInfo.InvariantCulture)));
            var known = KnownTypes.Of(compilation)!;
            var model = DeclarationReader.Read(ProvedModels.ModelsIn(compilation, CancellationToken.None).Single(), known, [])!;
            void Prove() => ModelProof.Of(model, compilation, known, CancellationToken.None);
            first[edit] = Milliseconds(Prove);
            second[edit] = Milliseconds(Prove);
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"the proof alone: {Median(first):0.00} ms with its binding, {Median(second):0.00} ms with everything bound (medians of {Edits})"));
    }

    private static string Plan(int edit) => string.Create(CultureInfo.InvariantCulture, $"records: {60_000 + (100 * edit)}, batchSize: {600 + edit}, Epochs = 100");

    private static double Milliseconds(Action work)
    {
        var clock = Stopwatch.StartNew();
        work();
        return clock.Elapsed.TotalMilliseconds;
    }

    private static double Median(double[] values) => values.Order().ElementAt(values.Length / 2);

    private static GeneratorDriver CreateDriver() => CSharpGeneratorDriver.Create(new DpGenerator());

    /// <summary>The model's file first.</summary>
    private static CSharpCompilation Project()
    {
        var sources = Enumerable.Range(0, OtherFiles).Select(number => Other(number.ToString(CultureInfo.InvariantCulture), "0")).Prepend(AttentionModel.Source("0")).Append(Other("Last", "0"));
        return CSharpCompilation.Create("App", sources.Select(source => CSharpSyntaxTree.ParseText(source)), References.Value, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
    }

    private static string Other(string name, string value) => $"namespace App; internal static class Other{name} {{ public static int Value() => {value}; }}";

    private static CSharpCompilation With(CSharpCompilation project, SyntaxTree file, string text) => project.ReplaceSyntaxTree(file, CSharpSyntaxTree.ParseText(text));

    private static readonly Lazy<MetadataReference[]> References = new(() =>
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) is var file && (file.StartsWith("System.", StringComparison.Ordinal) || file is "netstandard.dll" or "mscorlib.dll" or "TorchSharp.dll" or "DslDp.Runtime.dll" or "DslDp.Accounting.dll"))
            .Select(path => MetadataReference.CreateFromFile(path)),
    ]);
}
