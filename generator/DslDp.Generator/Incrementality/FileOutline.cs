using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace DslDp.Generator.Incrementality;

/// <summary>What other files can see of a file: all of its text but the bodies of its methods and constructors.</summary>
internal sealed class FileOutline
{
    private static readonly ConditionalWeakTable<SyntaxTree, FileOutline> OfTrees = new();

    private readonly Lazy<HashSet<string>> mentioned;

    private FileOutline(SyntaxTree file)
    {
        var root = file.GetRoot();
        var outside = root.DescendantNodes(node => !IsBody(node)).ToArray();
        Types = [.. outside.Select(NameOf).OfType<string>()];
        IsRoot = outside.Any(CanBeReachedWithoutItsName);
        Skeleton = Hash(file.GetText(), root.ContainsDiagnostics ? [] : outside.Where(node => IsBody(node) && !node.ContainsDirectives));
        mentioned = new(() => [.. file.GetRoot().DescendantTokens().Where(token => token.IsKind(SyntaxKind.IdentifierToken)).SelectMany(token => new[] { token.ValueText, token.ValueText + "Attribute" })]);
    }

    /// <summary>The names of the types that the file declares.</summary>
    public IReadOnlyList<string> Types { get; }

    /// <summary>The file may hold a model or a block, or another file may use it without the name of one of its types.</summary>
    public bool IsRoot { get; }

    /// <summary>A hash of the outline.</summary>
    public string Skeleton { get; }

    /// <summary>All identifiers of the file, those in bodies too.</summary>
    public ISet<string> Mentioned => mentioned.Value;

    public static FileOutline Of(SyntaxTree file) => OfTrees.GetValue(file, static tree => new FileOutline(tree));

    // Not accessors: the word `field` in one gives the class a field.
    private static bool IsBody(SyntaxNode node) => (node is BlockSyntax or ArrowExpressionClauseSyntax) && (node.Parent is MethodDeclarationSyntax or ConstructorDeclarationSyntax);

    private static string? NameOf(SyntaxNode node) => node switch
    {
        BaseTypeDeclarationSyntax type => type.Identifier.ValueText,
        DelegateDeclarationSyntax type => type.Identifier.ValueText,
        _ => null,
    };

    /// <summary>Models, extension methods, global usings; and declarations that this compiler does not know.</summary>
    private static bool CanBeReachedWithoutItsName(SyntaxNode node) => node switch
    {
        ClassDeclarationSyntax type => type.AttributeLists.Count > 0,
        TypeDeclarationSyntax type => type is not (StructDeclarationSyntax or InterfaceDeclarationSyntax or RecordDeclarationSyntax),
        ParameterSyntax parameter => parameter.Modifiers.Any(SyntaxKind.ThisKeyword),
        UsingDirectiveSyntax import => import.GlobalKeyword.IsKind(SyntaxKind.GlobalKeyword),
        GlobalStatementSyntax => true,
        _ => false,
    };

    /// <summary>Each piece with its length, so that no two outlines read alike.</summary>
    private static string Hash(SourceText text, IEnumerable<SyntaxNode> left)
    {
        var (outline, from) = (new StringBuilder(), 0);
        foreach (var span in left.Select(node => node.Span).OrderBy(span => span.Start).Append(new TextSpan(text.Length, 0)))
        {
            outline.Append(span.Start - from).Append(':').Append(text.ToString(TextSpan.FromBounds(from, span.Start)));
            from = span.End;
        }

        using var algorithm = SHA256.Create();
        return Convert.ToBase64String(algorithm.ComputeHash(Encoding.Unicode.GetBytes(outline.ToString())));
    }
}
