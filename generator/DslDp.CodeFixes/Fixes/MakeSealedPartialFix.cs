using System.Composition;
using System.Threading;
using DslDp.CodeFixes.Editing;
using DslDp.Generator.Proof;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DslDp.CodeFixes.Fixes;

/// <summary>A model or a block becomes <c>sealed partial</c>, and the classes around it <c>partial</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class MakeSealedPartialFix() : ModelFix(FixKind.MakeSealedPartial, "DSLDP5001")
{
    private protected override Repair? Repair(Fault fault, CancellationToken cancellation)
    {
        if (fault.Node.FirstAncestorOrSelf<ClassDeclarationSyntax>() is not { } declaration) return null;
        var repair = new Repair($"Make {declaration.Identifier.ValueText} sealed and partial");
        return Modifiers.MakeSealedPartial(repair, fault, declaration, cancellation) && !repair.IsEmpty ? repair : null;
    }
}
