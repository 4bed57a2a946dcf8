using Microsoft.CodeAnalysis;

namespace DslDp.Generator.Tests.Enforcement;

/// <summary>The <c>dotnet_diagnostic.*.severity</c> lines of an .editorconfig, as the compiler hands them on: this level for every id, and, if
/// wanted, <c>generated_code = true</c>.</summary>
internal sealed class SilentOptions(ReportDiagnostic level, bool generated) : SyntaxTreeOptionsProvider
{
    public override GeneratedKind IsGenerated(SyntaxTree tree, CancellationToken cancellationToken) => generated ? GeneratedKind.MarkedGenerated : GeneratedKind.NotGenerated;

    public override bool TryGetDiagnosticValue(SyntaxTree tree, string diagnosticId, CancellationToken cancellationToken, out ReportDiagnostic severity)
    {
        severity = level;
        return true;
    }

    public override bool TryGetGlobalDiagnosticValue(string diagnosticId, CancellationToken cancellationToken, out ReportDiagnostic severity)
    {
        severity = level;
        return true;
    }
}
