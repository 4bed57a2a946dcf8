using System.Collections.Generic;
using System.Composition;
using System.Linq;
using System.Threading;
using DslDp.CodeFixes.Editing;
using DslDp.Generator.Proof;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DslDp.CodeFixes.Fixes;

/// <summary>A reduction over the examples goes over each example's own axes: <c>x.mean()</c> and <c>x.mean([0])</c> become <c>x.mean([1])</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class UseOwnAxesFix() : ModelFix(FixKind.UseOwnAxes, "DSLDP2001", "DSLDP2010")
{
    private static readonly string[] AxisParameters = ["dim", "dims", "dimension", "dimensions", "dim0", "dim1", "dim2"];

    private protected override Repair? Repair(Fault fault, CancellationToken cancellation)
    {
        if (fault.Call is not { Expression: MemberAccessExpressionSyntax access } call) return null;
        if (fault.ModelOf(call).GetSymbolInfo(call, cancellation).Symbol is not IMethodSymbol method) return null;
        if (fault.Detail.Length == 0) return LeaveOut(call, access, method);

        // Along an axis, max and min give the indices too; amax and amin give the values alone.
        var name = method.Name is "max" or "min" ? "a" + method.Name : access.Name.ToString();
        if (AxesFor(call, method, name, fault.Detail) is not { } axes) return null;

        var arguments = new List<string>();
        if (method.IsStatic) arguments.Add(call.ArgumentList.Arguments[0].ToString());
        arguments.Add(axes);
        var hadAxes = false;
        foreach (var argument in call.ArgumentList.Arguments.Skip(method.IsStatic ? 1 : 0))
        {
            var parameter = Arguments.ParameterOf(call, method, argument);
            var isAxis = AxisParameters.Contains(parameter) || (parameter == "type" && argument.Expression is LiteralExpressionSyntax);
            hadAxes |= isAxis;
            if (!isAxis) arguments.Add(argument.NameColon is null ? $"{parameter}: {argument}" : argument.ToString());
        }

        if ((hadAxes || !IsInLoss(call)) && MeetsAnotherTensor(call) && arguments.All(argument => !argument.StartsWith("keepdim", System.StringComparison.Ordinal))) arguments.Add("keepdim: true");
        var replacement = $"{name}({string.Join(", ", arguments)})";
        var repair = new Repair($"Reduce within each example, {name}({axes})");
        return repair.Replace(call.SyntaxTree, Microsoft.CodeAnalysis.Text.TextSpan.FromBounds(access.Name.SpanStart, call.Span.End), replacement);
    }

    /// <summary>One value an example is what the loss is to be: nothing is left to reduce.</summary>
    private static Repair? LeaveOut(InvocationExpressionSyntax call, MemberAccessExpressionSyntax access, IMethodSymbol method) => method.Name is "mean" or "sum"
        ? new Repair($"Keep one value for each example (leave out {method.Name})").Replace(call, (method.IsStatic ? call.ArgumentList.Arguments[0].Expression : access.Expression).ToString())
        : null;

    /// <summary>The argument for the axes, in a form that one of the overloads takes.</summary>
    private static string? AxesFor(InvocationExpressionSyntax call, IMethodSymbol method, string name, string axes)
    {
        var position = method.IsStatic ? 1 : 0;
        var candidates = method.ContainingType.GetMembers(name).OfType<IMethodSymbol>()
            .Where(overload => overload.IsStatic == method.IsStatic && SymbolEqualityComparer.Default.Equals(overload.ReturnType, method.ReturnType) && overload.Parameters.Length > position && AxisParameters.Contains(overload.Parameters[position].Name))
            .Select(overload => overload.Parameters[position]).ToArray();
        if (candidates.Any(parameter => parameter.Type is IArrayTypeSymbol or INamedTypeSymbol { Name: "ReadOnlySpan" })) return Axes.List(call, axes);
        return !axes.Contains(",") && candidates.FirstOrDefault() is { } single ? $"{single.Name}: {axes}" : null;
    }

    /// <summary>Centring and scaling line the result up with what it came from, which needs the axis kept.</summary>
    private static bool MeetsAnotherTensor(SyntaxNode call)
    {
        var outer = call;
        while (outer.Parent is ParenthesizedExpressionSyntax) outer = outer.Parent;
        if (outer.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax { ArgumentList.Arguments.Count: 0 } next }) return MeetsAnotherTensor(next);
        return outer.Parent is BinaryExpressionSyntax binary && (binary.Left == outer ? binary.Right : binary.Left) is not LiteralExpressionSyntax;
    }

    private static bool IsInLoss(SyntaxNode call) =>
        call.FirstAncestorOrSelf<MethodDeclarationSyntax>()?.AttributeLists.SelectMany(list => list.Attributes).Any(attribute => attribute.Name.ToString().EndsWith("Loss", System.StringComparison.Ordinal)) == true;
}
