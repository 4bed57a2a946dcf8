using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using DslDp.Generator.Diagnostics;
using DslDp.Generator.Lowering;
using DslDp.Generator.Reading;
using DslDp.Generator.Writing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DslDp.Generator;

/// <summary>A model with its declaration and its proof; each is null where what comes before it failed.</summary>
internal sealed record ProvedModel(ModelDeclaration? Declaration, ImmutableArray<Finding> Findings, ModelProof? Proof);

/// <summary>
/// The models of one compilation, each proved once: a block's recorded form depends on every model that uses it, and the generator, the analyzer and
/// the blocks ask for the same proofs.
/// </summary>
internal sealed class ProvedModels
{
    private static readonly ConditionalWeakTable<Compilation, ProvedModels> OfCompilations = new();

    private readonly ConcurrentDictionary<INamedTypeSymbol, ProvedModel> proved = new(SymbolEqualityComparer.Default);
    private RecordedUses? uses;

    public static ProvedModels In(Compilation compilation) => OfCompilations.GetValue(compilation, static _ => new ProvedModels());

    public ProvedModel Of(INamedTypeSymbol type, Compilation compilation, KnownTypes known, CancellationToken cancellation)
    {
        if (proved.TryGetValue(type, out var model)) return model;
        var findings = new List<Finding>();
        var declaration = DeclarationReader.Read(type, known, findings);
        return proved.GetOrAdd(type, new ProvedModel(declaration, findings.ToImmutableArray(), declaration is null ? null : ModelProof.Of(declaration, compilation, known, cancellation)));
    }

    /// <summary>The places in all models where trained parameters enter.</summary>
    public RecordedUses Uses(Compilation compilation, KnownTypes known, CancellationToken cancellation) =>
        uses ??= RecordedUses.Together([.. ModelsIn(compilation, cancellation).Select(type => Of(type, compilation, known, cancellation).Proof?.Uses).OfType<RecordedUses>()]);

    public static IEnumerable<INamedTypeSymbol> ModelsIn(Compilation compilation, CancellationToken cancellation) => MarkedIn(compilation, "DpModelAttribute", cancellation);

    public static IEnumerable<INamedTypeSymbol> BlocksIn(Compilation compilation, CancellationToken cancellation) => MarkedIn(compilation, "DpModuleAttribute", cancellation);

    /// <summary>A class in several parts comes once, whichever of them carry the attribute.</summary>
    private static IEnumerable<INamedTypeSymbol> MarkedIn(Compilation compilation, string attribute, CancellationToken cancellation) =>
        AttributedIn(compilation, cancellation).Where(type => AttributeReader.Has(type, attribute)).Distinct<INamedTypeSymbol>(SymbolEqualityComparer.Default);

    private static IEnumerable<INamedTypeSymbol> AttributedIn(Compilation compilation, CancellationToken cancellation)
    {
        foreach (var tree in compilation.SyntaxTrees)
        {
            var marked = tree.GetRoot(cancellation).DescendantNodes(node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax or TypeDeclarationSyntax)
                .OfType<ClassDeclarationSyntax>().Where(declaration => declaration.AttributeLists.Count > 0).ToArray();
            if (marked.Length == 0) continue;
            var model = SemanticModels.Of(compilation, tree);
            foreach (var declaration in marked)
            {
                if (model.GetDeclaredSymbol(declaration, cancellation) is INamedTypeSymbol type) yield return type;
            }
        }
    }
}
