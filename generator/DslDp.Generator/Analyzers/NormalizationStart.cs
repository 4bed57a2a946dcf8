using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using DslDp.Generator.Diagnostics;
using DslDp.Generator.Lowering;
using DslDp.Generator.Proof;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DslDp.Generator.Analyzers;

/// <summary>
/// TorchSharp 0.107 leaves the weight and bias of GroupNorm as the memory was. The generated constructor sets them; a class that has a
/// constructor of its own and never touches them is warned. Anything that may set them silences the warning: it breaks training, not privacy.
/// </summary>
internal static class NormalizationStart
{
    private static readonly ImmutableHashSet<string> Setters = ImmutableHashSet.Create("NormalizationWeights", "init", "load", "load_state_dict", "load_py", "apply", "parameters", "named_parameters");

    public static IEnumerable<Finding> Of(INamedTypeSymbol type, Compilation compilation, KnownTypes known, CancellationToken cancellation)
    {
        if (type.InstanceConstructors.All(constructor => constructor.IsImplicitlyDeclared || constructor.DeclaringSyntaxReferences.All(IsGenerated))) yield break;
        var made = new List<InvocationExpressionSyntax>();
        foreach (var reference in type.DeclaringSyntaxReferences.Where(reference => !IsGenerated(reference)))
        {
            var part = reference.GetSyntax(cancellation);
            if (part.ToString().IndexOf("GroupNorm", System.StringComparison.Ordinal) < 0) continue;
            var model = SemanticModels.Of(compilation, part.SyntaxTree);
            foreach (var name in part.DescendantNodes().OfType<SimpleNameSyntax>())
            {
                var text = name.Identifier.ValueText;
                if (Setters.Contains(text) || (text is "weight" or "bias" && OwnerOf(name) is { } owner && model.GetTypeInfo(owner, cancellation).Type?.Name == "GroupNorm")) yield break;
                if (text == "GroupNorm" && CallOf(name) is { } call && model.GetSymbolInfo(call, cancellation).Symbol is IMethodSymbol method && known.IsFromTorchSharp(method) && !HasNoWeights(call)) made.Add(call);
            }
        }

        foreach (var call in made)
        {
            yield return new(
                Rules.UninitialisedNormalization,
                call.GetLocation(),
                $"{type.Name} has a constructor of its own, and TorchSharp 0.107 leaves the weight and bias of GroupNorm uninitialised",
                "call NormalizationWeights.Reset(this) after RegisterComponents(), which sets them to 1 and 0")
            {
                Fix = new Fix(FixKind.ResetNormalization),
            };
        }
    }

    /// <summary>In a file that a generator wrote, such as ours.</summary>
    private static bool IsGenerated(SyntaxReference reference) => reference.SyntaxTree.FilePath.EndsWith(".g.cs", System.StringComparison.Ordinal);

    private static ExpressionSyntax? OwnerOf(SimpleNameSyntax name) => (name.Parent as MemberAccessExpressionSyntax)?.Expression;

    private static InvocationExpressionSyntax? CallOf(SimpleNameSyntax name) =>
        (name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access.Parent : name.Parent) as InvocationExpressionSyntax;

    private static bool HasNoWeights(InvocationExpressionSyntax call) =>
        call.ArgumentList.Arguments.Any(argument => argument.Expression.IsKind(SyntaxKind.FalseLiteralExpression));
}
