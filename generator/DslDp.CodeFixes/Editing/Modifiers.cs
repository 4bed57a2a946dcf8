using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DslDp.CodeFixes.Editing;

/// <summary>Adds what the class line lacks, in every part of the class.</summary>
internal static class Modifiers
{
    /// <summary>False where the class cannot be sealed.</summary>
    public static bool MakeSealedPartial(Repair repair, Fault fault, ClassDeclarationSyntax declaration, CancellationToken cancellation)
    {
        if (fault.ModelOf(declaration).GetDeclaredSymbol(declaration, cancellation) is not INamedTypeSymbol { IsAbstract: false, IsStatic: false } type) return false;
        for (var current = type; current is not null; current = current.ContainingType)
        {
            var parts = current.DeclaringSyntaxReferences.Select(reference => reference.GetSyntax(cancellation)).OfType<TypeDeclarationSyntax>().ToArray();
            var isSealed = current.IsSealed || !SymbolEqualityComparer.Default.Equals(current, type);
            foreach (var part in parts)
            {
                var partial = part.Modifiers.FirstOrDefault(modifier => modifier.IsKind(SyntaxKind.PartialKeyword));
                var isPartial = partial.IsKind(SyntaxKind.PartialKeyword);
                var added = (isSealed || part != parts[0] ? "" : "sealed ") + (isPartial ? "" : "partial ");
                if (added.Length > 0) repair.Insert(part.SyntaxTree, (isPartial ? partial : part.Keyword).SpanStart, added);
            }
        }

        return true;
    }
}
