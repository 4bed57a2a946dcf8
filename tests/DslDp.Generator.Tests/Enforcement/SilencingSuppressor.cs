using System.Collections.Immutable;
using DslDp.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DslDp.Generator.Tests.Enforcement;

/// <summary>An analyzer of somebody else's that suppresses every rule of ours.</summary>
#pragma warning disable RS1001 // It is handed to the driver by a test; no compiler is to load it.
internal sealed class SilencingSuppressor : DiagnosticSuppressor
#pragma warning restore RS1001
{
    public override ImmutableArray<SuppressionDescriptor> SupportedSuppressions { get; } =
        [.. Rules.All.Select(rule => rule.Id).Append("CS1029").Select(id => new SuppressionDescriptor("SPR" + id, id, "because"))];

    public override void ReportSuppressions(SuppressionAnalysisContext context)
    {
        foreach (var diagnostic in context.ReportedDiagnostics)
            context.ReportSuppression(Suppression.Create(SupportedSuppressions.First(suppression => suppression.SuppressedDiagnosticId == diagnostic.Id), diagnostic));
    }
}
