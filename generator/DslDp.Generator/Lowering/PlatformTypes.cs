using Microsoft.CodeAnalysis;

namespace DslDp.Generator.Lowering;

/// <summary>The types of .NET whose meaning the proof knows.</summary>
internal static class PlatformTypes
{
    public static bool IsList(ITypeSymbol? type) => type is INamedTypeSymbol { Name: "List" } && IsGenericCollection(type);

    public static bool IsDictionary(ITypeSymbol? type) => type is INamedTypeSymbol { Name: "Dictionary" } && IsGenericCollection(type);

    /// <summary>A collection that is read from its end, or from its beginning, by taking items out.</summary>
    public static bool IsStackOrQueue(ITypeSymbol? type) => type is INamedTypeSymbol { Name: "Stack" or "Queue" } && IsGenericCollection(type);

    /// <summary>An array, a list or a dictionary: a field that is read only does not keep its elements from being set.</summary>
    public static bool IsCollection(ITypeSymbol? type) => type is IArrayTypeSymbol || IsList(type) || IsDictionary(type) || IsReadOnlyView(type);

    /// <summary>An interface behind which there may be an array, a list or a dictionary.</summary>
    private static bool IsReadOnlyView(ITypeSymbol? type) =>
        type is INamedTypeSymbol { Name: "IReadOnlyList" or "IReadOnlyCollection" or "IReadOnlyDictionary" or "IEnumerable" or "IList" or "ICollection" or "IDictionary" } && IsGenericCollection(type);

    /// <summary>A collection that nothing can change once it is made.</summary>
    public static bool IsImmutableList(ITypeSymbol? type) =>
        type is INamedTypeSymbol { Name: "ImmutableArray" or "ImmutableList", ContainingNamespace: { Name: "Immutable", ContainingNamespace: { Name: "Collections", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } } } };

    /// <summary>The sequences of <c>System.Linq</c> read what they are made from.</summary>
    public static bool IsOfLinq(IMethodSymbol method) => method.DeclaringSyntaxReferences.IsEmpty && method.ContainingType is { Name: "Enumerable" or "ImmutableArrayExtensions", ContainingNamespace: { Name: "Linq", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } } };

    /// <summary><c>ImmutableArray.Create(…)</c>, <c>items.ToImmutableArray()</c> and the like.</summary>
    public static bool MakesImmutableList(IMethodSymbol method) => method.IsStatic && IsImmutableList(method.ContainingType) && method.Name is "Create" or "CreateRange" or "ToImmutableArray" or "ToImmutableList";

    /// <summary>What C# 14 takes <c>array.Contains(x)</c> for.</summary>
    public static bool IsContainsOfSpan(IMethodSymbol method) => (method.ReducedFrom ?? method) is { Name: "Contains", Parameters.Length: 2, ContainingType: { Name: "MemoryExtensions", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } } };

    public static bool IsRange(ITypeSymbol? type) => type is INamedTypeSymbol { Name: "Range", ContainingType: null, ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } };

    public static bool IsSpan(ITypeSymbol? type) => type is INamedTypeSymbol { Name: "Span" or "ReadOnlySpan", ContainingType: null, ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } };

    /// <summary>A type of <c>System.Collections.Generic</c>.</summary>
    public static bool IsGenericCollection(ITypeSymbol type) =>
        type.DeclaringSyntaxReferences.IsEmpty && type.ContainingNamespace is { Name: "Generic", ContainingNamespace: { Name: "Collections", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } } };
}
