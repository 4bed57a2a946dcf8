using System.Composition;
using System.Threading;
using DslDp.CodeFixes.Editing;
using DslDp.Generator.Proof;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DslDp.CodeFixes.Fixes;

/// <summary><c>Linear(512, 10)</c> that is fed 800 features becomes <c>Linear(800, 10)</c>. A size that is not written as a number is left to the user.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class TakeSizeFix() : ModelFix(FixKind.TakeSize, "DSLDP2009")
{
    private protected override Repair? Repair(Fault fault, CancellationToken cancellation)
    {
        if (fault.Creation is not { } creation || fault.ModelOf(creation).GetSymbolInfo(creation, cancellation).Symbol is not IMethodSymbol method) return null;
        return fault.Detail.Split(' ') is [var parameter, var size] && Arguments.Find(creation, method, parameter) is { Expression: LiteralExpressionSyntax written }
            ? new Repair($"Make it take {size}").Replace(written, size)
            : null;
    }
}
