using System.Collections.Immutable;
using DslDp.Generator.Analyzers;
using DslDp.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DslDp.Generator.Tests.Enforcement;

/// <summary>A model that is refused, compiled in the ways in which one might try to get around it.</summary>
internal static class RefusedModel
{
    public const string Id = "DSLDP2001";

    public static string Source { get; } = ModelSource.Returning("h - h.mean([0])");

    /// <summary>The build with the given options: the errors that stop it, those of the generator's files and of the analyzer included.</summary>
    public static ImmutableArray<Diagnostic> ErrorsOf(CSharpCompilation compilation, bool runAnalyzer, AnalyzerOptions? options = null, DiagnosticAnalyzer? analyzer = null)
    {
        var driver = SourceCompiler.CreateDriver().RunGeneratorsAndUpdateCompilation(compilation, out var output, out _);
        var texts = driver.GetRunResult().Results.Single().GeneratedSources.Select(source => source.SourceText.ToString());
        Assert.DoesNotContain(texts, text => text.Contains("TrainPrivately", StringComparison.Ordinal) || text.Contains("PrivateTrainer", StringComparison.Ordinal));
        Assert.Empty(output.GetTypeByMetadataName("Tests.Model")!.GetMembers("TrainPrivately"));
        var diagnostics = output.GetDiagnostics();
        if (runAnalyzer)
        {
            diagnostics = output.WithAnalyzers([analyzer ?? new PrivateTrainingAnalyzer()], options ?? new AnalyzerOptions([]))
                .GetAllDiagnosticsAsync(CancellationToken.None).GetAwaiter().GetResult();
        }

        return [.. diagnostics.Where(diagnostic => diagnostic is { Severity: DiagnosticSeverity.Error, IsSuppressed: false })];
    }
}
