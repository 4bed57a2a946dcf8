using System.Collections.Generic;
using System.Linq;
using DslDp.Generator.Planning;
using DslDp.Generator.Reading;

namespace DslDp.Generator.Writing;

/// <summary>Writes the private training loop of a model that has been proved.</summary>
internal static class ModelWriter
{
    public static IEnumerable<GeneratedFile> Write(ModelDeclaration declaration, TrainingPlan plan, RecordedMethods methods)
    {
        var copies = new CopiedMethods(declaration.Type, methods);
        var names = new LocalNames(declaration, copies.Record);
        var layers = new LayerNames(declaration.Type, plan.Layers);
        yield return TypeFrame.Write(declaration.Type, Remarks(declaration, plan), copies.Origin, new PartHead("", [.. LayerDocumentation.OfClass(plan.Calls)]), writer =>
        {
            PlanWriter.Write(writer, declaration, plan, layers);
            LayerDocumentation.WriteConstants(writer, plan, layers);
            ConstructorWriter.Write(writer, declaration.Type, plan.HasGroupNorm);
            LoopWriter.Write(writer, declaration, plan, names);
            copies.WriteHere(writer, names.Record, "private");
        });
        foreach (var file in copies.WriteElsewhere(names.Record, "private")) yield return file;
    }

    private static List<string> Remarks(ModelDeclaration declaration, TrainingPlan plan)
    {
        var remarks = new List<string>
        {
            $"Private training of {declaration.Type.Name}, written by DslDp.",
            "",
            $"What was proved: each value of {declaration.Loss.Name} depends on one example and on the parameters, and on nothing else.",
        };
        remarks.AddRange(declaration.Inputs.Concat(declaration.Targets).Select(batch => $"  {batch.Name}: [{string.Join(", ", batch.Shape.Select(size => size < 0 ? "…" : Text.Literal(size)).Prepend("batch"))}]"));
        remarks.Add($"  forward: {plan.Result}");
        remarks.AddRange(plan.Vouched.Select(call => $"What was not proved: that {call.Method} treats each example alone. The programmer vouches for it."));
        remarks.Add("How each layer's gradient is clipped, example by example:");
        remarks.AddRange(plan.Layers.Select(layer => $"  {layer.Name}: {layer.Layer}; {layer.Rule}"));
        return remarks;
    }
}
