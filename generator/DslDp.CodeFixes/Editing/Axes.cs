using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DslDp.CodeFixes.Editing;

/// <summary>How axes are written.</summary>
internal static class Axes
{
    /// <summary>Collection expressions came with C# 12.</summary>
    public static string List(SyntaxNode at, string axes) =>
        at.SyntaxTree.Options is CSharpParseOptions { LanguageVersion: >= LanguageVersion.CSharp12 } ? $"[{axes}]" : $"new long[] {{ {axes} }}";
}
