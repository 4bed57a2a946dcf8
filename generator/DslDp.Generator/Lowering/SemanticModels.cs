using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace DslDp.Generator.Lowering;

/// <summary>One semantic model for each file of a compilation: proof, copies and findings ask about the same bodies, and each model binds them anew.</summary>
internal static class SemanticModels
{
    private static readonly ConditionalWeakTable<Compilation, ConcurrentDictionary<SyntaxTree, SemanticModel>> OfCompilations = new();

    public static SemanticModel Of(Compilation compilation, SyntaxTree file) =>
#pragma warning disable RS1030 // The model of the file that is asked about: a helper method may stand in any.
        OfCompilations.GetValue(compilation, static _ => new()).GetOrAdd(file, tree => compilation.GetSemanticModel(tree));
#pragma warning restore RS1030
}
