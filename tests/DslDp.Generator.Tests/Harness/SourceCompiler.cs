using System.Collections.Immutable;
using Basic.Reference.Assemblies;
using DslDp.Generator.Analyzers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace DslDp.Generator.Tests.Harness;

/// <summary>Compiles user code as the SDK would: with the generator, with the analyzer, and with references to DslDp and TorchSharp.</summary>
internal static class SourceCompiler
{
    /// <summary>The usings that every model starts with.</summary>
    public const string Usings = """
        using DslDp;
        using TorchSharp;
        using TorchSharp.Modules;
        using static TorchSharp.torch;
        using static TorchSharp.torch.nn;


        """;

    private static readonly ImmutableArray<MetadataReference> References =
    [
        .. Net100.References.All,
        MetadataReference.CreateFromFile(typeof(TorchSharp.torch).Assembly.Location),
        MetadataReference.CreateFromFile(typeof(DpModelAttribute).Assembly.Location),
        MetadataReference.CreateFromFile(Path.Combine(AppContext.BaseDirectory, "DslDp.Accounting.dll")),
    ];

    public static CSharpParseOptions ParseOptions { get; } = new(LanguageVersion.CSharp14);

    public static CSharpCompilation Create(params string[] sources) => CSharpCompilation.Create(
        "Models",
        sources.Select((source, index) => CSharpSyntaxTree.ParseText(SourceText.From(source, System.Text.Encoding.UTF8), ParseOptions, $"Source{index}.cs")),
        References,
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));

    public static GeneratorDriver CreateDriver() => CSharpGeneratorDriver.Create(
        [new DpGenerator().AsSourceGenerator()],
        parseOptions: ParseOptions,
        driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

    /// <summary>Runs generator and analyzer.</summary>
    public static CompiledSource Compile(params string[] sources) => Compile(Create(sources));

    /// <summary>Runs generator and analyzer.</summary>
    public static CompiledSource Compile(CSharpCompilation compilation)
    {
        var driver = CreateDriver().RunGeneratorsAndUpdateCompilation(compilation, out var output, out _);
        var analyzed = output.WithAnalyzers([new PrivateTrainingAnalyzer()]).GetAnalyzerDiagnosticsAsync(CancellationToken.None).GetAwaiter().GetResult();
        return new CompiledSource(output, driver.GetRunResult(), analyzed);
    }
}
