using System.Collections.Generic;
using System.Linq;

namespace DslDp.Generator.Proof.Rules;

/// <summary>The conditions that rules share.</summary>
internal static class Require
{
    /// <summary>Refuses an operation that would reach over the examples.</summary>
    public static void NotOverExamples(Call call, TensorValue subject, IEnumerable<int> axes, string does, bool isReduction = false)
    {
        if (subject.Shape is not { HoldsExamples: true } shape || !axes.Contains(shape.ExamplesAxis)) return;
        throw call.Refuse(
            Reason.MixesExamples,
            $"{call.Member} {does} axis {shape.ExamplesAxis} of {shape}, which holds the examples of the batch",
            Remedies.WithinExample(call, shape),
            trail: subject.Trail,
            fix: isReduction ? new Fix(FixKind.UseOwnAxes, OwnAxes(shape)) : null);
    }

    /// <summary>Whether all ranks are known. Where one is not, no operand may hold examples, and then nothing is known of the result's axes either.</summary>
    public static bool KnownRanks(Call call, params TensorValue[] operands)
    {
        if (operands.All(operand => operand.Shape is not null)) return true;
        if (operands.FirstOrDefault(operand => operand.HoldsExamples) is not { } example) return false;
        throw call.Refuse(
            Reason.UnknownOperation,
            $"{call.Member} of {string.Join(" and ", operands.Select(operand => operand.ToString()))}, where one number of axes is not known",
            "use tensors whose axes the compiler can see",
            trail: example.Trail);
    }

    /// <summary>The examples must lie on the same axis of both, in the same arrangement: position i of the one then belongs to the example of position i of the other.</summary>
    public static void Aligned(Call call, TensorValue left, TensorValue right, int except)
    {
        var (a, b) = (left.Shape!, right.Shape!);
        if (a.Rank != b.Rank) throw call.Refuse(Reason.ShapeMismatch, $"{call.Member} of {left} and {right}, which differ in rank", "give both the same number of axes", trail: left.Trail);
        for (var axis = 0; axis < a.Rank; axis++)
        {
            if (axis == except || (!a[axis].HoldsExamples && !b[axis].HoldsExamples) || a[axis].Equals(b[axis])) continue;
            throw call.Refuse(
                Reason.MixesExamples,
                $"{call.Member} lines up axis {axis} of {left} and {right} position by position, and the examples do not lie there on both",
                "give both the examples on the same axis (expand, with x.shape[0] for the size of the batch)",
                trail: left.Trail ?? right.Trail);
        }
    }

    /// <summary>A tensor that is to be the same for all examples.</summary>
    public static TensorValue NoExamples(Call call, TensorValue value, string role)
    {
        if (!value.HoldsExamples) return value;
        throw call.Refuse(
            Reason.MixesExamples,
            $"{call.Member} uses {role} {value}, which holds the examples of the batch, for every position",
            "use a constant there, or write it with operations that keep the axis of the examples",
            trail: value.Trail);
    }

    /// <summary>The axes that hold no examples, as they are written in a list.</summary>
    public static string OwnAxes(Shape shape) => string.Join(", ", Enumerable.Range(0, shape.Rank).Where(axis => !shape[axis].HoldsExamples));
}
