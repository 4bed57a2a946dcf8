using System.Collections.Generic;
using System.Linq;

namespace DslDp.Generator.Proof.Rules;

/// <summary>Sizes that are known and do not fit: an error at the operation, with the shape as it was computed up to there. What is not known is let pass.</summary>
internal static class Fitting
{
    /// <summary>A reshape keeps the number of values that each example has.</summary>
    public static void RequireSameNumber(Call call, TensorValue subject, IReadOnlyList<Axis> sizes)
    {
        if (subject.Shape is not { } shape) return;
        var open = sizes.Count(size => size.Constant == -1);
        var named = sizes.Where(size => size.Constant != -1).SelectMany(size => size.Factors).ToArray();

        // Where the batch is left to −1, the rest may cut an example into parts, or join several, which is refused for another reason.
        if (shape.HoldsExamples && named.Count(factor => factor.Kind == FactorKind.Examples) != 1) return;
        if (NumberOf(shape.Factors) is not { } given || NumberOf(named) is not { } wanted || wanted < 1) return;
        if (open == 0 ? given == wanted : given % wanted == 0) return;
        throw call.Refuse(
            Reason.ShapeMismatch,
            $"{call.Member} of {subject} to [{string.Join(", ", sizes)}]: {Text.Literal(given)} values{(shape.HoldsExamples ? " an example" : "")} {(open == 0 ? $"where it takes {Text.Literal(wanted)}" : $"cannot be divided by {Text.Literal(wanted)}")}",
            "make the sizes multiply to what there is",
            trail: subject.Trail);
    }

    /// <summary>A position on an axis of known length.</summary>
    public static void RequireWithin(Call call, TensorValue subject, int axis, long? position, long length = 1)
    {
        if (position is not { } from || subject.Shape![axis].Constant is not { } size) return;
        if (from < 0) from += size;
        if (from >= 0 && from + length <= size) return;
        var reach = length == 1 ? $"position {Text.Literal(position.Value)}" : $"{Text.Literal(length)} positions from {Text.Literal(position.Value)}";
        throw call.Refuse(Reason.ShapeMismatch, $"{call.Member} takes {reach} of axis {axis} of {subject}, which has {Text.Literal(size)}", "stay within the axis", trail: subject.Trail);
    }

    /// <summary>Two axes that must have one length.</summary>
    public static void RequireEqual(Call call, TensorValue subject, Axis given, Axis wanted, string what)
    {
        if (given.Constant is not { } one || wanted.Constant is not { } other || one == other) return;
        throw call.Refuse(Reason.ShapeMismatch, $"{call.Member} of {subject}: {Text.Literal(one)} {what} where it takes {Text.Literal(other)}", "make them equal", trail: subject.Trail);
    }

    /// <summary>A size that is to be divided into equal parts.</summary>
    public static void RequireDivides(Call call, TensorValue subject, Axis size, long? parts, string what)
    {
        if (size.Constant is not { } whole || parts is not { } number || (number > 0 && whole % number == 0)) return;
        throw call.Refuse(
            Reason.ShapeMismatch,
            $"{call.Member} of {subject} cannot divide {Text.Literal(whole)} {what} by {Text.Literal(number)}",
            "use a divisor",
            trail: subject.Trail);
    }

    /// <summary>The product of the numbers; null where a factor beside the examples is not known.</summary>
    private static long? NumberOf(IEnumerable<Factor> factors)
    {
        var product = 1L;
        foreach (var factor in factors)
        {
            if (factor.Kind == FactorKind.Examples) continue;
            if (factor.Kind != FactorKind.Number) return null;
            product = unchecked(product * factor.Value);
        }

        return product;
    }
}
