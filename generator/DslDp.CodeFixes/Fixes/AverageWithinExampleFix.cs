using System.Composition;
using System.Threading;
using DslDp.CodeFixes.Editing;
using DslDp.Generator.Proof;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DslDp.CodeFixes.Fixes;

/// <summary>A loss with several values for each example is averaged within the example.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class AverageWithinExampleFix() : ModelFix(FixKind.AverageWithinExample, "DSLDP2003")
{
    private protected override Repair? Repair(Fault fault, CancellationToken cancellation)
    {
        if (fault.Node is not ExpressionSyntax loss) return null;
        var mean = $".mean({Axes.List(loss, fault.Detail)})";
        var repair = new Repair($"Average within each example, {mean}");
        if (loss is not (InvocationExpressionSyntax or MemberAccessExpressionSyntax or IdentifierNameSyntax or ElementAccessExpressionSyntax or ParenthesizedExpressionSyntax))
        {
            repair.Insert(loss.SyntaxTree, loss.SpanStart, "(");
            mean = ")" + mean;
        }

        return repair.Insert(loss.SyntaxTree, loss.Span.End, mean);
    }
}
