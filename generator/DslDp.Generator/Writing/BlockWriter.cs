using System.Linq;
using System.Threading;
using DslDp.Generator.Lowering;
using Microsoft.CodeAnalysis;

namespace DslDp.Generator.Writing;

/// <summary>Writes the recorded form of a block. Whether the block treats each example alone is proved wherever a model calls it.</summary>
internal static class BlockWriter
{
    public static GeneratedFile? Write(INamedTypeSymbol type, Compilation compilation, KnownTypes known, CancellationToken cancellation)
    {
        if (type.GetMembers("forward").OfType<IMethodSymbol>().FirstOrDefault(method => method.IsOverride && known.IsModuleCall(method)) is not { } forward) return null;
        var methods = new RecordedMethods(compilation, known, type, forward, ProvedModels.In(compilation).Uses(compilation, known, cancellation), cancellation);
        methods.RequireWritten(methods.Uses.Places.Where(place => type.DeclaringSyntaxReferences.Any(part => part.SyntaxTree == place.SyntaxTree && part.Span.Contains(place.Span))));
        var bodies = methods.Declarations.ToArray();
        if (methods.Findings.Count > 0) return RefusedModelWriter.Write(type, methods.Findings);
        if (bodies.Length == 0) return null;
        var isPlain = forward.Parameters.Length == 1 && known.IsTensor(forward.Parameters[0].Type) && known.IsTensor(forward.ReturnType);
        string[] remarks = [$"The block {type.Name}, recorded for private training, written by DslDp."];
        return TypeFrame.Write(type, remarks, bodies[0], isPlain ? new PartHead(" : global::DslDp.Clipping.IRecordedModule", []) : PartHead.Plain, writer =>
        {
            ConstructorWriter.Write(writer, type, HasGroupNorm(type));
            ModelWriter.WriteRecordedMethods(writer, methods, bodies, RecordedMethodWriter.NameFor(bodies), isPlain ? "public" : "internal");
        });
    }

    private static bool HasGroupNorm(INamedTypeSymbol type) =>
        type.GetMembers().OfType<IFieldSymbol>().Any(field => field.Type.Name is "GroupNorm" or "Sequential" or "ModuleList" or "Module");
}
