using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using DslDp.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DslDp.CodeFixes.Editing;

/// <summary>The code that a diagnostic is about.</summary>
/// <param name="Compilation">The whole program.</param>
/// <param name="Node">The smallest piece of code at the diagnostic.</param>
/// <param name="Origin">Where the component at fault is made or declared; null where the diagnostic does not say.</param>
/// <param name="Detail">What the proof adds.</param>
internal sealed record Fault(Compilation Compilation, SyntaxNode Node, SyntaxNode? Origin, string Detail)
{
    /// <summary>The call at which the diagnostic is, or within which.</summary>
    public InvocationExpressionSyntax? Call => Node.AncestorsAndSelf().TakeWhile(node => node is not StatementSyntax).OfType<InvocationExpressionSyntax>().FirstOrDefault();

    /// <summary>The call that makes the component.</summary>
    public InvocationExpressionSyntax? Creation => Origin?.AncestorsAndSelf().OfType<InvocationExpressionSyntax>().FirstOrDefault();

    public static async Task<Fault?> FindAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        if (await document.Project.GetCompilationAsync(cancellation).ConfigureAwait(false) is not { } compilation) return null;
        if (await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false) is not { } root) return null;
        var node = root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);
        var origin = diagnostic.Properties.ContainsKey(FixProperties.HasOrigin) ? diagnostic.AdditionalLocations[0] : null;
        return new(compilation, node, NodeAt(origin, document.Project.Solution, cancellation), diagnostic.Properties.TryGetValue(FixProperties.Detail, out var detail) ? detail ?? "" : "");
    }

    public SemanticModel ModelOf(SyntaxNode node)
    {
#pragma warning disable RS1030 // A fix may touch the file in which a component is declared, for which the document at hand has no model.
        return Compilation.GetSemanticModel(node.SyntaxTree);
#pragma warning restore RS1030
    }

    /// <summary>How a type is written at a place: by its plain name where that leads to it, in full elsewhere.</summary>
    public string NameAt(SyntaxNode node, string name, string fullName) =>
        ModelOf(node).LookupNamespacesAndTypes(node.SpanStart, name: name).Any(symbol => symbol.ToDisplayString() == fullName) ? name : "global::" + fullName;

    private static SyntaxNode? NodeAt(Location? location, Solution solution, CancellationToken cancellation) =>
        location?.SourceTree is { } tree && solution.GetDocument(tree) is not null ? tree.GetRoot(cancellation).FindNode(location.SourceSpan, getInnermostNodeForTie: true) : null;
}
