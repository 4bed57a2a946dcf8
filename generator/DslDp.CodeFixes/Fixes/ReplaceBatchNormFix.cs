using System.Collections.Generic;
using System.Composition;
using System.Globalization;
using System.Linq;
using System.Threading;
using DslDp.CodeFixes.Editing;
using DslDp.Generator.Proof;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DslDp.CodeFixes.Fixes;

/// <summary><c>BatchNorm2d(c)</c> becomes <c>GroupNorm(g, c)</c>, with the types that name it; <c>LayerNorm(c)</c> where an example is a plain vector.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class ReplaceBatchNormFix() : ModelFix(FixKind.ReplaceBatchNorm, "DSLDP1001")
{
    private const string BatchNorm = "BatchNorm";

    private protected override Repair? Repair(Fault fault, CancellationToken cancellation)
    {
        if (fault.Creation is not { } creation || !IsBatchNorm(creation)) return null;
        var replacement = fault.Detail == "none" ? "LayerNorm" : "GroupNorm";
        var repair = new Repair($"Use {replacement}, which normalises each example alone");
        var declaration = DeclarationOf(fault, creation, cancellation);
        var creations = declaration is VariableDeclarationSyntax { Variables.Count: > 1 } several
            ? several.DescendantNodes().OfType<InvocationExpressionSyntax>().Where(IsBatchNorm)
            : [creation];
        foreach (var made in creations) ReplaceCreation(repair, fault, made, replacement, cancellation);
        if (declaration is not null && TypeOf(declaration) is { } type && NameIn(type) is { } name) repair.Replace(name.Identifier, replacement);
        if (replacement == "GroupNorm") NormalizationReset.Add(repair, fault, creation);
        return repair;
    }

    private static bool IsBatchNorm(InvocationExpressionSyntax call) => NameIn(call.Expression) is not null;

    private static SimpleNameSyntax? NameIn(SyntaxNode node)
    {
        var name = node switch
        {
            MemberAccessExpressionSyntax access => access.Name,
            QualifiedNameSyntax qualified => qualified.Right,
            NullableTypeSyntax nullable => nullable.ElementType as SimpleNameSyntax,
            _ => node as SimpleNameSyntax,
        };
        return name?.Identifier.ValueText is BatchNorm + "1d" or BatchNorm + "2d" or BatchNorm + "3d" ? name : null;
    }

    private static void ReplaceCreation(Repair repair, Fault fault, InvocationExpressionSyntax creation, string replacement, CancellationToken cancellation)
    {
        var model = fault.ModelOf(creation);
        if (model.GetSymbolInfo(creation, cancellation).Symbol is not IMethodSymbol method || Arguments.Find(creation, method, "num_features") is not { } channels) return;
        var arguments = new List<string>();
        if (replacement == "GroupNorm")
        {
            var constant = model.GetConstantValue(channels.Expression, cancellation);
            arguments.Add(GroupsOf(constant.HasValue ? System.Convert.ToInt64(constant.Value, CultureInfo.InvariantCulture) : 1).ToString(CultureInfo.InvariantCulture));
        }

        arguments.Add(channels.Expression.ToString());
        foreach (var (parameter, renamed) in new[] { ("eps", "eps"), ("affine", replacement == "GroupNorm" ? "affine" : "elementwise_affine"), ("device", "device"), ("dtype", "dtype") })
        {
            if (Arguments.Find(creation, method, parameter) is { } kept) arguments.Add($"{renamed}: {kept.Expression}");
        }

        repair.Replace(NameIn(creation.Expression)!.Identifier, replacement);
        repair.Replace(creation.ArgumentList, $"({string.Join(", ", arguments)})");
    }

    /// <summary>
    /// As many groups as leave four channels in each, at most 32 (Wu &amp; He 2018); two channels where four do not divide. A group of one channel
    /// would be instance normalisation, and one group always fits.
    /// </summary>
    private static long GroupsOf(long channels)
    {
        foreach (var least in new[] { 4, 2 })
        {
            for (var groups = System.Math.Min(32, channels / least); groups > 1; groups--)
            {
                if (channels % groups == 0) return groups;
            }
        }

        return 1;
    }

    /// <summary>The declaration whose type names the component: of a field, a property, a local, or the method that returns it.</summary>
    private static SyntaxNode? DeclarationOf(Fault fault, InvocationExpressionSyntax creation, CancellationToken cancellation)
    {
        switch (creation.Parent)
        {
            case EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax declaration } }:
                return declaration;
            case EqualsValueClauseSyntax { Parent: PropertyDeclarationSyntax property }:
                return property;
            case AssignmentExpressionSyntax assignment when fault.ModelOf(creation).GetSymbolInfo(assignment.Left, cancellation).Symbol is { } target:
                var declared = target.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation);
                return declared is VariableDeclaratorSyntax variable ? variable.Parent : declared;
            case ArrowExpressionClauseSyntax { Parent: { } member }:
                return member;
            case ReturnStatementSyntax statement:
                return statement.Ancestors().FirstOrDefault(node => node is MethodDeclarationSyntax or LocalFunctionStatementSyntax);
            default:
                return null;
        }
    }

    private static TypeSyntax? TypeOf(SyntaxNode declaration) => declaration switch
    {
        VariableDeclarationSyntax variables => variables.Type,
        PropertyDeclarationSyntax property => property.Type,
        MethodDeclarationSyntax method => method.ReturnType,
        LocalFunctionStatementSyntax local => local.ReturnType,
        _ => null,
    };
}
