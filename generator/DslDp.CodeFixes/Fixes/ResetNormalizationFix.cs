using System.Composition;
using System.Threading;
using DslDp.CodeFixes.Editing;
using DslDp.Generator.Proof;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace DslDp.CodeFixes.Fixes;

/// <summary>A constructor that the user wrote sets the weights of GroupNorm to 1 and its biases to 0, as the generated one does.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class ResetNormalizationFix() : ModelFix(FixKind.ResetNormalization, "DSLDP1004")
{
    private protected override Repair? Repair(Fault fault, CancellationToken cancellation)
    {
        var repair = new Repair("Set the weights of GroupNorm to 1 and 0");
        NormalizationReset.Add(repair, fault, fault.Node);
        return repair.IsEmpty ? null : repair;
    }
}
