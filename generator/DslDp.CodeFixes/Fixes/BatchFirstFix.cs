using System.Composition;
using System.Threading;
using DslDp.CodeFixes.Editing;
using DslDp.Generator.Proof;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace DslDp.CodeFixes.Fixes;

/// <summary>A recurrent layer that is fed <c>[batch, time, features]</c> is made with <c>batchFirst: true</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class BatchFirstFix() : ModelFix(FixKind.BatchFirst, "DSLDP2001")
{
    private protected override Repair? Repair(Fault fault, CancellationToken cancellation)
    {
        if (fault.Creation is not { } creation || fault.ModelOf(creation).GetSymbolInfo(creation, cancellation).Symbol is not IMethodSymbol method) return null;
        var repair = new Repair("Take batches first, batchFirst: true");
        if (Arguments.Find(creation, method, "batchFirst") is { } written) repair.Replace(written.Expression, "true");
        else Arguments.Append(repair, creation, "batchFirst: true");
        return repair;
    }
}
