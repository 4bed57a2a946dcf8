using Microsoft.CodeAnalysis;

namespace DslDp.CodeFixes.Editing;

/// <summary>The form of the user's lines, for those that a fix adds.</summary>
internal static class Lines
{
    public static string EndIn(SyntaxTree tree) => tree.GetText().ToString().Contains("\r\n") ? "\r\n" : "\n";

    /// <summary>The white space before a piece of code that starts its line.</summary>
    public static string IndentationOf(SyntaxNode node)
    {
        var line = node.SyntaxTree.GetText().Lines.GetLineFromPosition(node.SpanStart).ToString();
        return line.Substring(0, line.Length - line.TrimStart().Length);
    }
}
