using System.Composition;
using System.Threading;
using DslDp.CodeFixes.Editing;
using DslDp.Generator.Proof;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace DslDp.CodeFixes.Fixes;

/// <summary>A setting that keeps or overwrites examples' values is left out: <c>track_running_stats: true</c>, <c>inplace: true</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class DropArgumentFix() : ModelFix(FixKind.DropArgument, "DSLDP1001", "DSLDP2008")
{
    private protected override Repair? Repair(Fault fault, CancellationToken cancellation)
    {
        if ((fault.Creation ?? fault.Call) is not { } call) return null;
        if (fault.ModelOf(call).GetSymbolInfo(call, cancellation).Symbol is not IMethodSymbol method) return null;
        if (Arguments.Find(call, method, fault.Detail) is not { } argument) return null;
        var repair = new Repair($"Leave out {fault.Detail}");
        return Arguments.Remove(repair, call, argument) ? repair : null;
    }
}
