using System;
using System.Collections.Generic;
using System.Linq;

namespace DslDp.Generator.Proof.Rules;

/// <summary>
/// Sums of products whose axes have names. A name that is not in the result is summed over, so it may not be the examples'; two names of the result
/// that both are would be all pairs of examples; and wherever the examples' name stands, the examples must lie.
/// </summary>
internal static class EinsumRows
{
    private const string Ellipsis = "...";

    // From the private use area: no letter of an equation.
    private const char FirstOther = '\uE000';

    public static void AddTo(OperatorTable table)
    {
        table.Add("torch.einsum", Einsum);
        table.AddTensor("tensordot", Tensordot);
        table.AddTensor("outer ger", call => Named(call, "i,j->ij", call.Subject(), call.TakeTensor("vec2")!));
        table.AddTensor("inner", Inner);
        table.AddTensor("dot vdot", call => Named(call, "i,i->", call.Subject(), call.TakeTensor("target", "other")!));
        table.AddTensor("mv", call => Named(call, "ij,j->i", call.Subject(), call.TakeTensor("target")!));
    }

    private static AbstractValue Einsum(Call call)
    {
        if (call.Take("equation") is not ConstantValue { Value: string equation })
            throw call.Refuse(Reason.UnknownOperation, "einsum with an equation that is not a constant", "write the equation where it is used");
        return Named(call, equation, [.. ShapeRows.Parts(call)]);
    }

    private static AbstractValue Tensordot(Call call)
    {
        var left = call.Subject();
        var right = call.TakeTensor("b")!;
        if (!Require.KnownRanks(call, left, right)) return call.OfUnknownRank(left);
        var (a, b) = (left.Shape!, right.Shape!);
        var first = call.TakeAxes(a, "dims1");
        var second = call.TakeAxes(b, "dims2");
        var byNumber = first is null || second is null;
        if (first is null || second is null)
        {
            var setting = call.TakeOrDefault("dims") ?? IntegerValue.Of(2);
            if (setting is not IntegerValue { Size.Constant: { } count } || count < 0 || count > a.Rank || count > b.Rank)
                throw call.Refuse(Reason.UnknownOperation, "tensordot with dimensions that are not a number or two lists", "write the two lists of dimensions");
            first = [.. Enumerable.Range(a.Rank - (int)count, (int)count)];
            second = [.. Enumerable.Range(0, (int)count)];
        }

        if (first.Count != second.Count) throw call.Refuse(Reason.ShapeMismatch, $"tensordot contracts {first.Count} axes with {second.Count}", "name as many of both");
        var names = Enumerable.Range(0, a.Rank + b.Rank).Select(number => (char)('A' + number)).ToArray();
        var ofLeft = names.Take(a.Rank).ToArray();
        var ofRight = names.Skip(a.Rank).ToArray();
        for (var pair = 0; pair < first.Count; pair++) ofRight[second[pair]] = ofLeft[first[pair]];
        var kept = ofLeft.Where((_, axis) => !first.Contains(axis)).Concat(ofRight.Where((_, axis) => !second.Contains(axis))).ToArray();
        var contracted = Named(call, $"{new string(ofLeft)},{new string(ofRight)}->{new string(kept)}", left, right);
        return byNumber
            ? throw call.Refuse(Reason.UnknownOperation, "tensordot with a number of dimensions always fails in TorchSharp 0.107", "write the two lists of dimensions")
            : contracted;
    }

    /// <summary>The last axes of both are summed over.</summary>
    private static AbstractValue Inner(Call call)
    {
        var left = call.Subject();
        var right = call.TakeTensor("vec2")!;
        if (!Require.KnownRanks(call, left, right)) return call.OfUnknownRank(left);
        var a = new string([.. Enumerable.Range(0, Math.Max(left.Shape!.Rank - 1, 0)).Select(axis => (char)('A' + axis))]);
        var b = new string([.. Enumerable.Range(0, Math.Max(right.Shape!.Rank - 1, 0)).Select(axis => (char)('a' + axis))]);
        if (left.Shape.Rank == 0 || right.Shape.Rank == 0) throw call.Refuse(Reason.ShapeMismatch, $"inner of {left} and {right}", "use * for a scalar");
        return Named(call, $"{a}z,{b}z->{a}{b}", left, right);
    }

    public static AbstractValue Named(Call call, string equation, params TensorValue[] operands)
    {
        if (!Require.KnownRanks(call, operands)) return call.OfUnknownRank(operands[0]);
        var halves = equation.Replace(" ", "").Split(["->"], StringSplitOptions.None);
        var inputs = halves[0].Split(',');
        if (inputs.Length != operands.Length || halves.Length > 2 || inputs.Concat(halves.Skip(1)).Any(names => !IsPlain(names)))
            throw call.Refuse(Reason.UnknownOperation, $"{call.Member} with the equation {equation}", "name every axis with a letter, and at most once for each tensor let three points stand for the others");

        var others = inputs.Select((names, position) => names.Contains(Ellipsis) ? operands[position].Shape!.Rank - (names.Length - Ellipsis.Length) : 0).ToArray();
        if (others.Any(number => number < 0)) throw call.Refuse(Reason.ShapeMismatch, $"{call.Member} names more axes than there are: {equation}", "name each axis once");
        inputs = [.. inputs.Select((names, position) => names.Replace(Ellipsis, Others(others[position])))];
        halves = [.. halves.Select(half => half.Replace(Ellipsis, Others(others.Max())))];

        var axes = new Dictionary<char, Axis>();
        for (var position = 0; position < operands.Length; position++)
        {
            var shape = operands[position].Shape!;
            if (inputs[position].Length != shape.Rank) throw call.Refuse(Reason.ShapeMismatch, $"{call.Member} names the axes of {shape} {string.Concat(inputs[position].Select(Shown))}", "name each axis once");
            for (var axis = 0; axis < shape.Rank; axis++) Meet(call, axes, inputs[position], axis, operands[position]);
        }

        var output = halves.Length == 2 ? halves[1] : Others(others.Max()) + Implicit(inputs);
        foreach (var name in output.Where(name => !axes.ContainsKey(name)))
            throw call.Refuse(Reason.ShapeMismatch, $"{call.Member} has an axis {Shown(name)} in its result only", "name axes of the operands");
        var example = operands.FirstOrDefault(operand => operand.HoldsExamples);
        foreach (var named in axes.Where(named => named.Value.HoldsExamples && !output.Contains(named.Key)))
        {
            throw call.Refuse(
                Reason.MixesExamples,
                $"{call.Member} sums over {Shown(named.Key)}, the axis that holds the examples of the batch",
                "keep that axis in the result",
                trail: example?.Trail);
        }

        if (output.Count(name => axes[name].HoldsExamples) > 1)
        {
            throw call.Refuse(
                Reason.ComparesExamples,
                $"{call.Member} of {string.Join(" and ", operands.Select(operand => operand.ToString()))} multiplies every example with every other",
                call.Member == "einsum" ? "give the axis of the examples the same letter in both, and keep it in the result" : "multiply each example with its own, as in (a * b).sum(1)",
                trail: example?.Trail);
        }

        return call.Result(example ?? operands[0], new Shape(output.Select(name => axes[name]).ToArray()));
    }

    private static void Meet(Call call, Dictionary<char, Axis> axes, string names, int axis, TensorValue operand)
    {
        var (name, size) = (names[axis], operand.Shape![axis]);
        if (size.HoldsExamples && names.Count(other => other == name) > 1)
            throw call.Refuse(Reason.MixesExamples, $"{call.Member} takes the diagonal {name} of {operand}, which holds the examples", "name the axes apart", trail: operand.Trail);
        if (!axes.TryGetValue(name, out var before) || before.Equals(size) || before.IsOne)
        {
            axes[name] = size;
            return;
        }

        if (size.IsOne) return;
        if (before.HoldsExamples || size.HoldsExamples)
        {
            throw call.Refuse(
                Reason.MixesExamples,
                $"{call.Member} gives the name {Shown(name)} to axes of size {before} and {size}, and not both hold the same examples",
                "give the axis of the examples a name of its own",
                trail: operand.Trail);
        }

        if (before.Constant is { } a && size.Constant is { } b && a != b) throw call.Refuse(Reason.ShapeMismatch, $"{call.Member} gives the name {Shown(name)} to axes of size {a} and {b}", "make them equal");
        if (before.Constant is null) axes[name] = size;
    }

    /// <summary>Without an arrow, the result has the names that stand once, in the order of the alphabet, behind the axes without a name.</summary>
    private static string Implicit(string[] inputs) =>
        new([.. inputs.SelectMany(names => names).Where(char.IsLetter).GroupBy(name => name).Where(group => group.Count() == 1).Select(group => group.Key).OrderBy(name => name)]);

    private static bool IsPlain(string names)
    {
        var at = names.IndexOf(Ellipsis, StringComparison.Ordinal);
        return (at < 0 ? names : names.Remove(at, Ellipsis.Length)).All(char.IsLetter);
    }

    /// <summary>Names of our own for the axes that an ellipsis stands for: they line up from the right.</summary>
    private static string Others(int number) => new([.. Enumerable.Range(0, number).Select(place => (char)(FirstOther + number - 1 - place))]);

    private static string Shown(char name) => char.IsLetter(name) ? name.ToString() : "…";
}
