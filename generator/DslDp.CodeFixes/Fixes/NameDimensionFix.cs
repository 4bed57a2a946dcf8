using System.Composition;
using System.Threading;
using DslDp.CodeFixes.Editing;
using DslDp.Generator.Proof;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace DslDp.CodeFixes.Fixes;

/// <summary>
/// <c>x.sum(0)</c> binds to the overload with a <c>ScalarType</c>; <c>x.sum(dim: 0)</c> is the sum over dimension 0. <c>x.norm(1)</c> becomes
/// <c>x.norm(dim: 1)</c>, which it is.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class NameDimensionFix() : ModelFix(FixKind.NameDimension, "DSLDP2010", "DSLDP2011")
{
    private protected override Repair? Repair(Fault fault, CancellationToken cancellation)
    {
        if (fault.Call is not { } call || fault.ModelOf(call).GetSymbolInfo(call, cancellation).Symbol is not IMethodSymbol method) return null;
        foreach (var parameter in new[] { "type", "dim", "dimension" })
        {
            if (Arguments.Find(call, method, parameter) is not { NameColon: null } argument) continue;
            var name = parameter == "type" ? "dim" : parameter;
            return new Repair($"Name the dimension, {name}: {argument}").Insert(call.SyntaxTree, argument.SpanStart, name + ": ");
        }

        return null;
    }
}
