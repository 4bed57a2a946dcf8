using System;
using System.Collections.Generic;
using System.Linq;

namespace DslDp.Generator.Proof.Rules;

/// <summary>
/// Broadcasting aligns axes from the right, so the rank decides who meets whom: <c>[batch] - [batch, 1]</c> compares all pairs of examples.
/// </summary>
internal static class Broadcasting
{
    public static Shape? Of(Call call, IReadOnlyList<TensorValue> operands)
    {
        if (operands.Any(operand => operand.Shape is null))
        {
            if (operands.FirstOrDefault(operand => operand.HoldsExamples) is not { } example) return null;
            throw call.Refuse(
                Reason.UnknownOperation,
                $"{call.Member} broadcasts {example} with a tensor whose number of axes is not known",
                "give it a shape that the compiler can see",
                trail: example.Trail);
        }

        var result = Of(call, operands.Select(operand => operand.Shape!));
        foreach (var operand in operands) Copy(call, operand, result);
        return result;
    }

    /// <summary>A value computed from parameters alone that is the same for every example along their axis: each gets its copy.</summary>
    public static void Copy(Call call, TensorValue operand, Shape result)
    {
        if (!operand.IsTrained || !result.HoldsExamples || !result[result.ExamplesAxis].IsExamples) return;
        var own = result.ExamplesAxis - (result.Rank - operand.Shape!.Rank);
        if (own < 0 || operand.Shape[own].IsOne) call.Copy(operand, result.Rank, result.ExamplesAxis);
    }

    public static Shape Of(Call call, IEnumerable<Shape> operands)
    {
        var shapes = operands.ToArray();
        var result = shapes.Aggregate((left, right) => Pair(call, left, right));
        if (result.Axes.Count(axis => axis.HoldsExamples) > 1)
        {
            throw call.Refuse(
                Reason.ComparesExamples,
                $"{call.Member} lines up {string.Join(" with ", shapes.Where(shape => shape.HoldsExamples))}: every example meets every other, as in contrastive losses",
                "keep the examples on the same axis of both, counted from the right (unsqueeze, or keepdim: true)");
        }

        return result;
    }

    private static Shape Pair(Call call, Shape left, Shape right)
    {
        var axes = new Axis[Math.Max(left.Rank, right.Rank)];
        for (var fromRight = 1; fromRight <= axes.Length; fromRight++)
        {
            var a = fromRight <= left.Rank ? left[left.Rank - fromRight] : Axis.One;
            var b = fromRight <= right.Rank ? right[right.Rank - fromRight] : Axis.One;
            axes[axes.Length - fromRight] = Meet(call, a, b, left, right);
        }

        return new(axes);
    }

    private static Axis Meet(Call call, Axis a, Axis b, Shape left, Shape right)
    {
        if (a.Equals(b) || b.IsOne) return a;
        if (a.IsOne) return b;
        if (a.HoldsExamples != b.HoldsExamples && (a.HoldsExamples ? b : a).IsKnown)
        {
            throw call.Refuse(
                Reason.ShapeMismatch,
                $"{call.Member} lines up the examples with an axis of size {(a.HoldsExamples ? b : a)}, in {left} and {right}",
                "line up the examples with the examples, or with an axis of size 1");
        }

        if (a.HoldsExamples && b.HoldsExamples)
        {
            throw call.Refuse(
                Reason.MixesExamples,
                $"{call.Member} lines up {left} and {right}, whose examples lie differently on that axis",
                "bring both to the same arrangement first");
        }

        if (a.Constant is not null && b.Constant is not null)
        {
            throw call.Refuse(Reason.ShapeMismatch, $"{call.Member} cannot broadcast {left} with {right}", "make the sizes equal, or 1");
        }

        // A size that is not known can only be 1 or the other's; with the examples on the other side the result has the examples.
        if (a.HoldsExamples || a.Constant is not null) return a;
        if (b.HoldsExamples || b.Constant is not null) return b;
        return Axis.Unknown;
    }
}
