using System.Collections.Generic;
using System.Linq;
using DslDp.Generator.Planning;
using DslDp.Generator.Reading;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DslDp.Generator.Writing;

/// <summary>Writes the private training loop of a model that has been proved.</summary>
internal static class ModelWriter
{
    public static GeneratedFile Write(ModelDeclaration declaration, TrainingPlan plan, RecordedMethods methods)
    {
        var bodies = methods.Declarations.ToArray();
        var names = new LocalNames(declaration, RecordedMethodWriter.NameFor(bodies));
        var layers = new LayerNames(declaration.Type, plan.Layers);
        return TypeFrame.Write(declaration.Type, Remarks(declaration, plan), bodies[0], new PartHead("", [.. LayerDocumentation.OfClass(plan.Calls)]), writer =>
        {
            PlanWriter.Write(writer, declaration, plan, layers);
            LayerDocumentation.WriteConstants(writer, plan, layers);
            ConstructorWriter.Write(writer, declaration.Type, plan.HasGroupNorm);
            LoopWriter.Write(writer, declaration, plan, names);
            WriteRecordedMethods(writer, methods, bodies, names.Record, "private");
        });
    }

    public static void WriteRecordedMethods(SourceWriter writer, RecordedMethods methods, IEnumerable<MethodDeclarationSyntax> bodies, string record, string forwardAccessibility)
    {
        var recorder = new RecordedMethodWriter(methods.Recordings, methods.Uses, record);
        foreach (var body in bodies)
        {
            writer.Line();
            writer.Line($"/// <summary>{body.Identifier.ValueText} as it was written, with what enters and leaves each layer recorded.</summary>");
            writer.Lines(recorder.Write(body, body.Identifier.ValueText == "forward" ? forwardAccessibility : "private"));
        }
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
        remarks.Add("How each layer's gradient is clipped, example by example:");
        remarks.AddRange(plan.Layers.Select(layer => $"  {layer.Name}: {layer.Layer}; {layer.Rule}"));
        return remarks;
    }
}
