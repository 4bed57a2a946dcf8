using System.Composition;
using System.Linq;
using System.Threading;
using DslDp.CodeFixes.Editing;
using DslDp.Generator.Proof;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DslDp.CodeFixes.Fixes;

/// <summary>Where one static method alone takes what forward returns and gives a tensor, it becomes the loss.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class MarkLossFix() : ModelFix(FixKind.MarkLoss, "DSLDP5003")
{
    private protected override Repair? Repair(Fault fault, CancellationToken cancellation)
    {
        if (fault.Node.FirstAncestorOrSelf<ClassDeclarationSyntax>() is not { } declaration) return null;
        if (fault.ModelOf(declaration).GetDeclaredSymbol(declaration, cancellation) is not INamedTypeSymbol type) return null;
        if (type.GetMembers("forward").OfType<IMethodSymbol>().FirstOrDefault(method => method.IsOverride) is not { } forward) return null;
        var candidates = type.GetMembers().OfType<IMethodSymbol>()
            .Where(method => method is { IsStatic: true, IsGenericMethod: false, MethodKind: MethodKind.Ordinary, ReturnType.Name: "Tensor", Parameters.Length: > 1 } && SymbolEqualityComparer.Default.Equals(method.Parameters[0].Type, forward.ReturnType))
            .ToArray();
        if (candidates is not [var loss] || loss.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation) is not MethodDeclarationSyntax method) return null;
        var repair = new Repair($"Make {loss.Name} the loss, [Loss]");
        AttributeLine.Add(repair, method, fault.NameAt(method, "LossAttribute", "DslDp.LossAttribute").Replace("Attribute", ""));
        return repair;
    }
}
