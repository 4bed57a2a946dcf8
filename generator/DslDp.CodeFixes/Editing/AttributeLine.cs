using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DslDp.CodeFixes.Editing;

/// <summary>Puts an attribute on a line of its own, before what stands before a declaration already.</summary>
internal static class AttributeLine
{
    public static void Add(Repair repair, MemberDeclarationSyntax declaration, string attribute) => repair.Insert(
        declaration.SyntaxTree,
        declaration.SpanStart,
        $"[{attribute}]{Lines.EndIn(declaration.SyntaxTree)}{Lines.IndentationOf(declaration)}");
}
