using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DslDp.CodeFixes.Editing;

/// <summary>Lets the constructors of a class set the weights of its GroupNorms, which TorchSharp leaves uninitialised.</summary>
internal static class NormalizationReset
{
    private const string Class = "NormalizationWeights";

    public static void Add(Repair repair, Fault fault, SyntaxNode within)
    {
        if (within.FirstAncestorOrSelf<ClassDeclarationSyntax>() is not { } type) return;
        foreach (var constructor in type.Members.OfType<ConstructorDeclarationSyntax>())
        {
            // A constructor that calls another of the class leaves it to that one.
            if (constructor.Body is not { Statements.Count: > 0 } body || constructor.Initializer?.ThisOrBaseKeyword.ValueText == "this" || body.ToString().Contains(Class + ".Reset")) continue;
            var last = body.Statements.LastOrDefault(statement => statement.ToString().Contains("RegisterComponents")) ?? body.Statements[body.Statements.Count - 1];
            var indentation = Lines.IndentationOf(last);
            repair.Insert(last.SyntaxTree, last.Span.End, $"{Lines.EndIn(last.SyntaxTree)}{indentation}{fault.NameAt(last, Class, "DslDp." + Class)}.Reset(this);");
        }
    }
}
