using System.Collections.Generic;
using System.Collections.Immutable;
using DslDp.Generator.Diagnostics;
using DslDp.Generator.Lowering;
using DslDp.Generator.Reading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DslDp.Generator.Analyzers;

/// <summary>Says, live in the editor, why a model cannot be trained privately.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class PrivateTrainingAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => Rules.All;

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        // A model that calls itself generated is still the user's, and must not lose the explanation.
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.EnableConcurrentExecution();
        context.RegisterSymbolAction(AnalyzeType, SymbolKind.NamedType);
    }

    private static void AnalyzeType(SymbolAnalysisContext context)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (AttributeReader.Has(type, "DpModelAttribute"))
        {
            foreach (var finding in ModelCompiler.Compile(type, context.Compilation, context.CancellationToken)?.Findings ?? ImmutableArray<Finding>.Empty)
                context.ReportDiagnostic(finding.ToDiagnostic());
        }
        else if (AttributeReader.Has(type, "DpModuleAttribute") && KnownTypes.Of(context.Compilation) is { } known)
        {
            var findings = new List<Finding>();
            DeclarationReader.RequireForm(type, known, findings);
            foreach (var finding in findings) context.ReportDiagnostic(finding.ToDiagnostic());
        }
        else
        {
            return;
        }

        if (KnownTypes.Of(context.Compilation) is not { } types) return;
        foreach (var finding in NormalizationStart.Of(type, context.Compilation, types, context.CancellationToken)) context.ReportDiagnostic(finding.ToDiagnostic());
    }
}
