using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using DslDp.Generator.Lowering;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DslDp.Generator.Writing;

/// <summary>
/// The names in a method that is copied from another class. In the copy they must mean what they mean where the user wrote them: what would be looked up
/// otherwise is written out, and what cannot be reached from the class is refused.
/// </summary>
internal sealed class CopiedNames(Compilation compilation, INamedTypeSymbol type, Action<SyntaxNode, string, string> refuse, CancellationToken cancellation)
{
    private static readonly HashSet<string> Generated = ["PrivacyPlan", "TrainPrivately", "CreatePrivateTrainer", "ComputeClippedGradients", "AddClippedGradients", "AddClippedGradientsOfOne", "DpSgdStep", SourceHash.Member];

    private readonly Dictionary<SyntaxNode, string> qualified = [];
    private HashSet<string>? members;

    public IReadOnlyDictionary<SyntaxNode, string> Qualified => qualified;

    /// <summary>Looks at all names of a method that stands in <paramref name="origin"/>, and whose copy is looked up in <paramref name="home"/> if it stands there too.</summary>
    public void Qualify(MethodDeclarationSyntax body, INamedTypeSymbol origin, SyntaxNode home)
    {
        var isElsewhere = TypeFrame.LookupContextOf(body) != home;
        if (origin.IsGenericType)
        {
            refuse(body, $"{body.Identifier.ValueText} applies a layer and stands in the generic class {origin.Name}", $"move it into {type.Name}, or into a class that is not generic");
            return;
        }

        var model = SemanticModels.Of(compilation, body.SyntaxTree);
        foreach (var name in body.DescendantNodes(node => node is not AttributeListSyntax).OfType<SimpleNameSyntax>().Where(IsLeftmost))
        {
            if (model.GetSymbolInfo(name, cancellation).Symbol is { } symbol) Look(name, symbol, isElsewhere);
        }

        if (isElsewhere) RequireOneExtension(body, model);
    }

    private void Look(SimpleNameSyntax name, ISymbol symbol, bool isElsewhere)
    {
        if (symbol is ILocalSymbol or IParameterSymbol or IRangeVariableSymbol or ILabelSymbol or ITypeParameterSymbol or IDiscardSymbol || symbol is IMethodSymbol { MethodKind: MethodKind.LocalFunction }) return;
        var owner = symbol is INamespaceOrTypeSymbol ? null : symbol.ContainingType;
        if (owner is not null && !owner.DeclaringSyntaxReferences.IsEmpty && symbol.DeclaredAccessibility == Accessibility.Private && !SymbolEqualityComparer.Default.Equals(owner.OriginalDefinition, type.OriginalDefinition))
        {
            refuse(name, $"{symbol.Name} is private to {owner.Name}, so that {type.Name} cannot record the layers of the method that uses it", symbol.IsStatic ? "make it internal" : "make it protected");
            return;
        }

        // What a base class has is the class's own, unless the class hides it.
        if (owner is not null && IsInherited(owner))
        {
            if (HidingOf(symbol, owner) is { } hiding) refuse(name, $"{hiding.ContainingType.Name} has a {symbol.Name} of its own, which hides the one of {owner.Name} that is meant here", "give one of them another name");
            return;
        }

        if (!isElsewhere && !Members.Contains(name.Identifier.ValueText) && (owner is null || !IsNearby(name, owner))) return;
        if (symbol is IMethodSymbol or IFieldSymbol or IPropertySymbol or IEventSymbol && owner is not null && symbol.IsStatic)
            qualified[name] = $"{owner.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat)}.{name.WithoutTrivia()}";
        else if (symbol is INamespaceOrTypeSymbol and not ITypeSymbol { TypeKind: TypeKind.Dynamic } && !(name is IdentifierNameSyntax { IsVar: true }))
            qualified[name] = symbol.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);
    }

    /// <summary>A class around the method, whose members are seen there and not in the copy.</summary>
    private static bool IsNearby(SyntaxNode name, INamedTypeSymbol owner) => name.Ancestors().OfType<TypeDeclarationSyntax>().Any(around => around.Identifier.ValueText == owner.Name);

    private bool IsInherited(INamedTypeSymbol owner)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(current.OriginalDefinition, owner.OriginalDefinition)) return true;
        }

        return false;
    }

    private ISymbol? HidingOf(ISymbol symbol, INamedTypeSymbol owner) => Overrides.ChainOf(type)
        .TakeWhile(part => !SymbolEqualityComparer.Default.Equals(part.OriginalDefinition, owner.OriginalDefinition))
        .SelectMany(part => part.GetMembers(symbol.Name))
        .FirstOrDefault(member => !member.IsOverride && !member.IsImplicitlyDeclared);

    /// <summary>All names that a name in the class could mean before it means one of the file's.</summary>
    private HashSet<string> Members => members ??= MembersOf();

    private HashSet<string> MembersOf()
    {
        var all = new HashSet<string>(Generated) { "Layers" };
        for (var outer = type; outer is not null; outer = outer.ContainingType)
        {
            all.UnionWith(outer.TypeParameters.Select(parameter => parameter.Name));
            for (var current = outer; current is not null; current = current.BaseType) all.UnionWith(current.MemberNames.Concat(current.GetTypeMembers().Select(nested => nested.Name)));
        }

        return all;
    }

    /// <summary>A name that is looked up by itself, not in what stands before it.</summary>
    private static bool IsLeftmost(SimpleNameSyntax name) => name.Parent switch
    {
        MemberAccessExpressionSyntax access => access.Expression == name,
        QualifiedNameSyntax qualified => qualified.Left == name,
        AliasQualifiedNameSyntax or MemberBindingExpressionSyntax or NameColonSyntax or NameEqualsSyntax or AttributeSyntax => false,
        AssignmentExpressionSyntax { Parent: InitializerExpressionSyntax { RawKind: (int)SyntaxKind.ObjectInitializerExpression } } assignment => assignment.Left != name,
        _ => true,
    };

    /// <summary>An extension method is found through usings and namespaces, which are others here: there must be only one of its name in the project.</summary>
    private void RequireOneExtension(MethodDeclarationSyntax body, SemanticModel model)
    {
        foreach (var invocation in body.DescendantNodes().OfType<InvocationExpressionSyntax>())
        {
            if (model.GetSymbolInfo(invocation, cancellation).Symbol is not IMethodSymbol { ReducedFrom: { } extension }) continue;
            if (compilation.GetSymbolsWithName(extension.Name, SymbolFilter.Member, cancellation).OfType<IMethodSymbol>().Any(other => other.IsExtensionMethod && !SymbolEqualityComparer.Default.Equals(other.OriginalDefinition, extension.OriginalDefinition)))
                refuse(invocation, $"{extension.Name} is the name of several extension methods, and the copy in {type.Name} could mean another", $"call it as {extension.ContainingType.Name}.{extension.Name}(…)");
        }
    }
}
