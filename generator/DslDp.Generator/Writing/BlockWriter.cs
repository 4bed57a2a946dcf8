using System.Linq;
using System.Threading;
using DslDp.Generator.Lowering;
using Microsoft.CodeAnalysis;

namespace DslDp.Generator.Writing;

/// <summary>Writes the recorded form of a block. Whether the block treats each example alone is proved wherever a model calls it.</summary>
internal static class BlockWriter
{
    public static EquatableArray<GeneratedFile> Write(INamedTypeSymbol type, Compilation compilation, KnownTypes known, CancellationToken cancellation)
    {
        if (ForwardOf(type, known) is not { } forward) return EquatableArray.From<GeneratedFile>([]);
        var methods = new RecordedMethods(compilation, known, type, forward, ProvedModels.In(compilation).Uses(compilation, known, cancellation), cancellation);
        methods.RequireWritten(methods.Uses.Places.Where(place => type.DeclaringSyntaxReferences.Any(part => part.SyntaxTree == place.SyntaxTree && part.Span.Contains(place.Span))));
        if (!methods.Methods.Any()) return EquatableArray.From<GeneratedFile>([]);
        if (methods.Findings.Count > 0) return EquatableArray.From([RefusedModelWriter.Write(type, methods.Findings)]);
        var isPlain = forward.Parameters.Length == 1 && known.IsTensor(forward.Parameters[0].Type) && known.IsTensor(forward.ReturnType);
        var accessibility = isPlain ? "public" : "internal";
        var copies = new CopiedMethods(type, methods);
        var record = copies.Record;
        string[] remarks = [$"The block {type.Name}, recorded for private training, written by DslDp."];
        var own = TypeFrame.Write(type, remarks, copies.Origin, isPlain ? new PartHead(" : global::DslDp.Clipping.IRecordedModule", []) : PartHead.Plain, writer =>
        {
            ConstructorWriter.Write(writer, type, HasGroupNorm(type));
            copies.WriteHere(writer, record, accessibility);
        });
        return EquatableArray.From(copies.WriteElsewhere(record, accessibility).Prepend(own));
    }

    public static IMethodSymbol? ForwardOf(INamedTypeSymbol type, KnownTypes known) => Overrides.ChainOf(type)
        .SelectMany(part => part.GetMembers("forward")).OfType<IMethodSymbol>()
        .FirstOrDefault(method => method.IsOverride && !method.IsAbstract && known.IsModuleCall(method));

    private static bool HasGroupNorm(INamedTypeSymbol type) =>
        Overrides.ChainOf(type).SelectMany(part => part.GetMembers()).OfType<IFieldSymbol>().Any(field => field.Type.Name is "GroupNorm" or "Sequential" or "ModuleList" or "Module");
}
