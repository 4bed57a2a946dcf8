using System.Composition;
using System.Threading;
using DslDp.CodeFixes.Editing;
using DslDp.Generator.Proof;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace DslDp.CodeFixes.Fixes;

/// <summary><c>x.sum(0)</c> binds to the overload with a <c>ScalarType</c>; <c>x.sum(dim: 0)</c> is the sum over dimension 0.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class NameDimensionFix() : ModelFix(FixKind.NameDimension, "DSLDP2010")
{
    private protected override Repair? Repair(Fault fault, CancellationToken cancellation)
    {
        if (fault.Call is not { } call || fault.ModelOf(call).GetSymbolInfo(call, cancellation).Symbol is not IMethodSymbol method) return null;
        return Arguments.Find(call, method, "type") is { NameColon: null } argument
            ? new Repair("Name the dimension, dim: 0").Insert(call.SyntaxTree, argument.SpanStart, "dim: ")
            : null;
    }
}
