using System.Composition;
using System.Linq;
using System.Threading;
using DslDp.CodeFixes.Editing;
using DslDp.Generator.Proof;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DslDp.CodeFixes.Fixes;

/// <summary><c>loss / x.shape[0]</c> becomes <c>loss</c>: the training loop divides by the expected batch size, which is public.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class DropDivisionFix() : ModelFix(FixKind.DropDivision, "DSLDP2004")
{
    private protected override Repair? Repair(Fault fault, CancellationToken cancellation)
    {
        var repair = new Repair("Leave out the division by the batch size");
        foreach (var node in fault.Node.AncestorsAndSelf().TakeWhile(node => node is not StatementSyntax))
        {
            if (node is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.DivideExpression } division && Bare(division.Right) == Bare(fault.Node)) return repair.Replace(division, division.Left.ToString());
            if (node is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "div" or "divide" or "true_divide" } access, ArgumentList.Arguments: [var divisor] } call && Bare(divisor.Expression) == Bare(fault.Node))
                return repair.Replace(call, access.Expression.ToString());
        }

        return null;
    }

    /// <summary>Without parentheses and casts.</summary>
    private static SyntaxNode Bare(SyntaxNode node) => node switch
    {
        ParenthesizedExpressionSyntax parenthesised => Bare(parenthesised.Expression),
        CastExpressionSyntax cast => Bare(cast.Expression),
        ArgumentSyntax argument => Bare(argument.Expression),
        _ => node,
    };
}
