using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace DslDp.Generator.Lowering;

/// <summary>What a class has of its own and from the user's classes that it derives from.</summary>
internal static class Overrides
{
    /// <summary>The method that runs when a method is called on an object of a class: the override nearest to the class.</summary>
    public static IMethodSymbol In(INamedTypeSymbol type, IMethodSymbol method)
    {
        if (method.ContainingType.TypeKind == TypeKind.Interface) return Implementation(type, method) ?? method;
        if (!(method.IsVirtual || method.IsAbstract || method.IsOverride)) return method;
        for (var current = type; current is not null; current = current.BaseType)
        {
            foreach (var candidate in current.GetMembers(method.Name).OfType<IMethodSymbol>())
            {
                for (var overridden = candidate; overridden is not null; overridden = overridden.OverriddenMethod)
                {
                    if (SymbolEqualityComparer.Default.Equals(overridden.OriginalDefinition, method.OriginalDefinition)) return candidate;
                }
            }
        }

        return method;
    }

    /// <summary>What a class has for a method of an interface that it implements once; null where it does not, or for several types.</summary>
    private static IMethodSymbol? Implementation(INamedTypeSymbol type, IMethodSymbol method)
    {
        var members = type.AllInterfaces.SelectMany(of => of.GetMembers(method.Name)).OfType<IMethodSymbol>().Where(member => SymbolEqualityComparer.Default.Equals(member.OriginalDefinition, method.OriginalDefinition)).ToArray();
        return members.Length == 1 ? type.FindImplementationForInterfaceMember(members[0]) as IMethodSymbol : null;
    }

    /// <summary>Whether a class has nothing of its own for a method of an interface, so that the interface's body runs.</summary>
    public static bool IsDefaultOf(INamedTypeSymbol type, IMethodSymbol method) =>
        SymbolEqualityComparer.Default.Equals(Implementation(type, method)?.OriginalDefinition, method.OriginalDefinition);

    /// <summary>Whether an object may run another method in this one's place.</summary>
    public static bool CanBeOverridden(IMethodSymbol method) =>
        !method.IsStatic && !method.ContainingType.IsSealed && (method.IsVirtual || method.IsAbstract || (method.IsOverride && !method.IsSealed));

    /// <summary>The class and the classes that it derives from, as far as their source can be seen.</summary>
    public static IEnumerable<INamedTypeSymbol> ChainOf(INamedTypeSymbol type)
    {
        for (var current = type; current is not null && !current.DeclaringSyntaxReferences.IsEmpty; current = current.BaseType) yield return current;
    }

    /// <summary>The constructor of the base that the constructor calls which is written for a class without one: the one that takes the module's name, or else none.</summary>
    public static IMethodSymbol? ConstructorForName(INamedTypeSymbol type) =>
        type.BaseType?.InstanceConstructors.FirstOrDefault(constructor => constructor is { DeclaredAccessibility: not Accessibility.Private, Parameters: [{ Type.SpecialType: SpecialType.System_String }] });
}
