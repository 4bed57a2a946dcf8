using System.Collections.Generic;
using System.Linq;

namespace DslDp.Generator.Proof.Rules;

/// <summary>The conditions that rules share.</summary>
internal static class Require
{
    /// <summary>Refuses an operation that would reach over the examples.</summary>
    public static void NotOverExamples(Call call, TensorValue subject, IEnumerable<int> axes, string does)
    {
        if (subject.Shape is not { HoldsExamples: true } shape || !axes.Contains(shape.ExamplesAxis)) return;
        throw call.Refuse(
            Reason.MixesExamples,
            $"{call.Member} {does} axis {shape.ExamplesAxis} of {shape}, which holds the examples of the batch",
            Remedy(shape),
            trail: subject.Trail);
    }

    private static string Remedy(Shape shape)
    {
        var own = Enumerable.Range(0, shape.Rank).Where(axis => axis != shape.ExamplesAxis).ToArray();
        return own.Length == 0
            ? "keep one value for each example; the clipped sum over the batch is taken by the training loop"
            : $"do it within each example, over {(own.Length == 1 ? "axis" : "axes")} {string.Join(", ", own)}";
    }
}
