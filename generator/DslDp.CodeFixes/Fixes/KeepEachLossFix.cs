using System.Composition;
using System.Linq;
using System.Threading;
using DslDp.CodeFixes.Editing;
using DslDp.Generator.Proof;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DslDp.CodeFixes.Fixes;

/// <summary>A loss that is reduced over the batch keeps one value for each example: <c>reduction: Reduction.None</c>, then a reduction over the example's own axes.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class KeepEachLossFix() : ModelFix(FixKind.KeepEachLoss, "DSLDP2003")
{
    private protected override Repair? Repair(Fault fault, CancellationToken cancellation)
    {
        if (fault.Call is not { } loss || (fault.Creation ?? loss) is not { } settings) return null;
        if (fault.ModelOf(settings).GetSymbolInfo(settings, cancellation).Symbol is not IMethodSymbol method || method.Parameters.All(parameter => parameter.Name != "reduction")) return null;
        var repair = new Repair("Keep the loss of each example (Reduction.None)");
        var none = fault.NameAt(settings, "Reduction", "TorchSharp.torch.nn.Reduction") + ".None";
        if (Arguments.Find(settings, method, "reduction") is { } reduction) repair.Replace(reduction.Expression, Qualified(reduction.Expression) ?? none);
        else Arguments.Append(repair, settings, "reduction: " + none);

        // "mean 1, 2": the losses of one example lie on these axes.
        var parts = fault.Detail.Split([' '], 2);
        if (parts.Length == 2) repair.Insert(loss.SyntaxTree, loss.Span.End, $".{parts[0]}({Axes.List(loss, parts[1])})");
        return repair;
    }

    /// <summary>The qualification that the user wrote stays.</summary>
    private static string? Qualified(ExpressionSyntax reduction) =>
        reduction is MemberAccessExpressionSyntax { Expression: { } type } && type.ToString().EndsWith("Reduction", System.StringComparison.Ordinal) ? $"{type}.None" : null;
}
