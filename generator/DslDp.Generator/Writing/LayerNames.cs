using System.Collections.Generic;
using System.Linq;
using DslDp.Generator.Planning;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DslDp.Generator.Writing;

/// <summary>The constants that stand for the trained layers in the generated file; hovering one shows its shapes and how its gradients are clipped.</summary>
internal sealed class LayerNames
{
    private readonly Dictionary<string, string> constants = [];

    public LayerNames(INamedTypeSymbol type, IEnumerable<LayerChoice> layers)
    {
        Class = FreeName(type, "Layers");
        var taken = new HashSet<string> { Class, "Equals", "ReferenceEquals", "ToString", "GetHashCode", "GetType", "MemberwiseClone", "Finalize" };
        foreach (var layer in layers)
        {
            var wanted = new string([.. layer.Name.Select(sign => SyntaxFacts.IsIdentifierPartCharacter(sign) ? sign : '_')]);
            if (wanted.Length == 0 || !SyntaxFacts.IsIdentifierStartCharacter(wanted[0])) wanted = "_" + wanted;
            var name = wanted;
            for (var number = 2; !taken.Add(name); number++) name = wanted + "_" + Text.Literal(number);
            constants[layer.Name] = name;
        }
    }

    /// <summary>The name of the nested class.</summary>
    public string Class { get; }

    /// <summary>The constant of a layer, as it is declared.</summary>
    public string ConstantOf(LayerChoice layer) => constants[layer.Name] is var name && SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None ? "@" + name : name;

    /// <summary>A name that nothing in the class is called by or calls, so that no name in the copied bodies changes its meaning.</summary>
    private static string FreeName(INamedTypeSymbol type, string wanted)
    {
        var used = new HashSet<string>(type.DeclaringSyntaxReferences
            .Where(reference => !reference.SyntaxTree.FilePath.EndsWith(".g.cs", System.StringComparison.Ordinal))
            .SelectMany(reference => reference.GetSyntax().DescendantTokens())
            .Where(token => token.IsKind(SyntaxKind.IdentifierToken)).Select(token => token.ValueText));
        for (var current = type; current is not null; current = current.ContainingType)
        {
            for (var ancestor = current.BaseType; ancestor is not null; ancestor = ancestor.BaseType) used.UnionWith(ancestor.MemberNames);
        }

        var name = wanted;
        for (var number = 2; used.Contains(name); number++) name = wanted + Text.Literal(number);
        return name;
    }
}
