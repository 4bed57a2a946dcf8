using System.Linq;
using DslDp.Generator.Lowering;
using Microsoft.CodeAnalysis;

namespace DslDp.Generator.Writing;

/// <summary>Writes the constructor that the user left out.</summary>
internal static class ConstructorWriter
{
    public static void Write(SourceWriter writer, INamedTypeSymbol type, bool hasGroupNorm)
    {
        if (type.InstanceConstructors.Any(constructor => !constructor.IsImplicitlyDeclared)) return;
        writer.Line();
        writer.Line("/// <summary>Names the module and registers its components.</summary>");
        using (writer.Block($"public {type.Name}(){(Overrides.ConstructorForName(type) is null ? "" : $" : base(nameof({type.Name}))")}"))
        {
            writer.Line("RegisterComponents();");
            if (!hasGroupNorm) return;
            writer.Line();
            writer.Line("// TorchSharp leaves the weight and bias of GroupNorm uninitialised.");
            writer.Line("global::DslDp.NormalizationWeights.Reset(this);");
        }
    }
}
