using Microsoft.CodeAnalysis;

namespace DslDp.Generator.Lowering;

/// <summary>The types of TorchSharp and DslDp that the compiler must recognise, resolved once for each compilation.</summary>
internal sealed class KnownTypes
{
    private KnownTypes(INamedTypeSymbol tensor, INamedTypeSymbol module)
    {
        Tensor = tensor;
        Module = module;
    }

    public INamedTypeSymbol Tensor { get; }

    /// <summary><c>TorchSharp.torch.nn.Module</c>, the base of all modules.</summary>
    public INamedTypeSymbol Module { get; }

    public IAssemblySymbol TorchSharp => Tensor.ContainingAssembly;

    /// <summary>Null where the compilation does not reference TorchSharp.</summary>
    public static KnownTypes? Of(Compilation compilation) =>
        compilation.GetTypeByMetadataName("TorchSharp.torch+Tensor") is { } tensor
        && compilation.GetTypeByMetadataName("TorchSharp.torch+nn+Module") is { } module
            ? new(tensor, module)
            : null;

    public bool IsTensor(ITypeSymbol? type) => SymbolEqualityComparer.Default.Equals(type, Tensor);

    public bool IsFromTorchSharp(ISymbol symbol) => SymbolEqualityComparer.Default.Equals(symbol.ContainingAssembly, TorchSharp);

    public bool IsModule(ITypeSymbol? type)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(current, Module)) return true;
        }

        return false;
    }

    /// <summary>TorchSharp's own <c>call</c> or <c>forward</c>, of the interface too, or an override of it; not a namesake.</summary>
    public bool IsModuleCall(IMethodSymbol method)
    {
        if (method.Name is not ("call" or "forward")) return false;
        var declared = method;
        while (declared.OverriddenMethod is { } overridden) declared = overridden;
        return IsFromTorchSharp(declared.OriginalDefinition) && (IsModule(declared.ContainingType) || declared.ContainingType is { TypeKind: TypeKind.Interface, Name: "IModule" });
    }

    /// <summary>A tensor, or a tuple, array or list of tensors: something that can carry examples' data.</summary>
    public bool CarriesTensors(ITypeSymbol? type) => type switch
    {
        null => false,
        IArrayTypeSymbol array => CarriesTensors(array.ElementType),
        INamedTypeSymbol { IsTupleType: true } tuple => CarriesAny(tuple.TypeArguments),
        INamedTypeSymbol { IsGenericType: true } generic when !IsModule(generic) => CarriesAny(generic.TypeArguments),
        _ => IsTensor(type),
    };

    private bool CarriesAny(System.Collections.Immutable.ImmutableArray<ITypeSymbol> types)
    {
        foreach (var type in types)
        {
            if (CarriesTensors(type)) return true;
        }

        return false;
    }
}
