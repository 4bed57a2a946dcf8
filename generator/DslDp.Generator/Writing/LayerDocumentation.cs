using System.Collections.Generic;
using System.Linq;
using System.Security;
using DslDp.Generator.Planning;

namespace DslDp.Generator.Writing;

/// <summary>Writes what the proof knows of the layers where an editor shows it: the shapes on the class, and each layer's clipping on its constant.</summary>
internal static class LayerDocumentation
{
    /// <summary>The documentation of the generated part of the class, which the editor joins to the user's own.</summary>
    public static IEnumerable<string> OfClass(EquatableArray<CallShapes> calls)
    {
        if (calls.Count == 0) yield break;
        yield return "<remarks>";
        yield return "The shapes after each component, in the order of the calls:";
        yield return "<list type=\"bullet\">";
        foreach (var call in calls) yield return $"<item><description>{Name(call)}: {call.Input} → {call.Output}</description></item>";
        yield return "</list>";
        yield return "</remarks>";
    }

    public static void WriteConstants(SourceWriter writer, TrainingPlan plan, LayerNames names)
    {
        writer.Line();
        writer.Line("/// <summary>The trained layers, by the names that <c>named_parameters()</c> puts before their weights.</summary>");
        using (writer.Block($"public static class {names.Class}"))
        {
            foreach (var layer in plan.Layers)
            {
                writer.Line();
                var calls = plan.Calls.Where(call => call.Name == layer.Name).ToArray();
                writer.Line($"/// <summary>{Escaped(layer.Layer)}{string.Concat(calls.Select((call, index) => $"{(index == 0 ? ": " : ", then ")}{call.Input} → {call.Output}"))}.</summary>");
                writer.Line($"/// <remarks>Clipping: {Escaped(layer.Rule)}.{Sizes(calls)}</remarks>");
                writer.Line($"public const string {names.ConstantOf(layer)} = \"{layer.Name}\";");
            }
        }
    }

    /// <summary>What the rule's choice follows from.</summary>
    private static string Sizes(IReadOnlyCollection<CallShapes> calls)
    {
        var positions = calls.Where(call => call.Positions is not null).Select(call => call.Positions == "1" ? "one position" : $"{call.Positions} positions").ToArray();
        return positions.Length == 0 ? "" : $" An example has {string.Join(" and ", positions)} here.";
    }

    private static string Name(CallShapes call) => call.Name.Length == 0 ? Escaped(call.Component) : $"<c>{Escaped(call.Name)}</c>, {Escaped(call.Component)}";

    private static string Escaped(string text) => SecurityElement.Escape(text)!.Replace("&apos;", "'");
}
