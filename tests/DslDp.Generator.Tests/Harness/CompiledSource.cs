using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace DslDp.Generator.Tests.Harness;

/// <summary>User code after the compiler, the generator and the analyzer have seen it.</summary>
internal sealed record CompiledSource(Compilation Output, GeneratorDriverRunResult Run, ImmutableArray<Diagnostic> Findings)
{
    /// <summary>What the C# compiler reports as errors, the generated files included.</summary>
    public ImmutableArray<Diagnostic> CompilerErrors => [.. Output.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)];

    /// <summary>The generated file of a type.</summary>
    public string GeneratedFor(string type) => Run.Results.Single().GeneratedSources.Single(source => source.HintName.EndsWith(type + ".g.cs", StringComparison.Ordinal)).SourceText.ToString();

    /// <summary>A training entry point has been written into some class.</summary>
    public bool CanTrain => Run.Results.Single().GeneratedSources.Any(source => source.SourceText.ToString().Contains("TrainPrivately(", StringComparison.Ordinal));

    /// <summary>The line, counted from 1, on which a finding starts.</summary>
    public static int LineOf(Diagnostic finding) => finding.Location.GetLineSpan().StartLinePosition.Line + 1;

    public string Describe() => string.Join(
        Environment.NewLine,
        Findings.Concat(CompilerErrors).Select(diagnostic => $"{diagnostic.Id} line {LineOf(diagnostic)}: {diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture)}"));
}
