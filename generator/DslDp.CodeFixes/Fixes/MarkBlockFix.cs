using System.Composition;
using System.Threading;
using DslDp.CodeFixes.Editing;
using DslDp.Generator.Proof;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DslDp.CodeFixes.Fixes;

/// <summary>A component of the user's own, whose layers are to be recorded, is marked <c>[DpModule]</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class MarkBlockFix() : ModelFix(FixKind.MarkBlock, "DSLDP1003")
{
    private protected override Repair? Repair(Fault fault, CancellationToken cancellation)
    {
        if (fault.Origin?.FirstAncestorOrSelf<ClassDeclarationSyntax>() is not { } block) return null;
        var repair = new Repair($"Mark {block.Identifier.ValueText} with [DpModule]");

        // First, because both go to the same place where the class has no modifier yet.
        AttributeLine.Add(repair, block, fault.NameAt(block, "DpModuleAttribute", "DslDp.DpModuleAttribute").Replace("Attribute", ""));
        return Modifiers.MakeSealedPartial(repair, fault, block, cancellation) ? repair : null;
    }
}
