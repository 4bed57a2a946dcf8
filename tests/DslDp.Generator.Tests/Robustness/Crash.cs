using System.Collections.Immutable;
using DslDp.Generator.Analyzers;
using DslDp.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace DslDp.Generator.Tests.Robustness;

/// <summary>Runs generator and analyzer on code that may be anything, and looks for nothing but their own failure.</summary>
internal sealed class Crash
{
    private readonly CSharpCompilation compilation;
    private readonly GeneratorDriver driver;

    public Crash(CSharpCompilation compilation)
    {
        this.compilation = compilation;
        driver = SourceCompiler.CreateDriver();
    }

    /// <summary>Asserts that neither throws: no CS8785 (a generator that failed) and no AD0001 (an analyzer that did).</summary>
    /// <param name="source">Takes the place of the compilation's first file.</param>
    public void NotOn(string source)
    {
        var tree = CSharpSyntaxTree.ParseText(SourceText.From(source, System.Text.Encoding.UTF8), SourceCompiler.ParseOptions, "Source0.cs");
        var edited = compilation.SyntaxTrees.IsEmpty ? compilation.AddSyntaxTrees(tree) : compilation.ReplaceSyntaxTree(compilation.SyntaxTrees[0], tree);
        var run = driver.RunGeneratorsAndUpdateCompilation(edited, out var output, out var reported);
        Assert.True(run.GetRunResult().Results.Single().Exception is null, $"{run.GetRunResult().Results.Single().Exception}{Environment.NewLine}{source}");
        Assert.True(reported.All(diagnostic => diagnostic.Id != "CS8785"), string.Join(Environment.NewLine, reported.Select(diagnostic => diagnostic.ToString()).Append(source)));

        Exception? thrown = null;
        string? told = null;
        var options = new CompilationWithAnalyzersOptions(
            new AnalyzerOptions([]),
            (exception, _, diagnostic) => (thrown, told) = (exception, diagnostic.ToString()),
            concurrentAnalysis: false,
            logAnalyzerExecutionTime: false);
        ImmutableArray<DiagnosticAnalyzer> analyzers = [new PrivateTrainingAnalyzer()];
        var findings = new CompilationWithAnalyzers(output, analyzers, options).GetAnalyzerDiagnosticsAsync(CancellationToken.None).GetAwaiter().GetResult();
        Assert.True(thrown is null && findings.All(finding => finding.Id != "AD0001"), $"{told}{Environment.NewLine}{thrown}{Environment.NewLine}{source}");
    }
}
