using System.Collections.Generic;
using System.Linq;

namespace DslDp.Generator.Proof.Rules;

/// <summary><c>x[.., 2, 1..3]</c>: the axes of an example may be picked and cut; the axis of the examples is kept whole.</summary>
internal static class Indexing
{
    public static AbstractValue Rule(Call call)
    {
        var subject = call.Subject();
        var indices = Indices(call);
        if (subject.Shape is not { } shape)
        {
            // How many axes there are, and so where those of an index with examples come to lie, is not known.
            foreach (var index in indices.OfType<TensorValue>()) Require.NoExamples(call, index, "the positions");
            return call.Result(subject, null);
        }


        var used = indices.Count(index => index is not EllipsisValue and not ConstantValue { Value: null });
        if (used > shape.Rank) throw call.Refuse(Reason.ShapeMismatch, $"{used} indices for {shape}", "index at most the axes that there are");

        var axes = new List<Axis>();
        var axis = 0;
        RequireAdjacent(call, subject, indices);
        var picked = Picked(call, indices);

        // With each example's own number on their axis, positions of the examples pick in its own row.
        var isOfOwnRow = indices.Exists(index => index is ExampleNumbersValue);
        foreach (var index in indices)
        {
            switch (index)
            {
                case ConstantValue { Value: null }:
                    axes.Add(Axis.One);
                    break;
                case EllipsisValue:
                    for (var rest = shape.Rank - used; rest > 0; rest--) axes.Add(shape[axis++]);
                    break;
                case IntegerValue { HoldsExamples: false } position:
                    Require.NotOverExamples(call, subject, [axis], "picks one example from");
                    Fitting.RequireWithin(call, subject, axis, position.Size.Constant);
                    axis++;
                    break;
                case SliceValue slice:
                    axes.Add(Cut(call, subject, axis, shape[axis], slice));
                    axis++;
                    break;
                case RefusedValue:
                    throw new RefusedException();
                case TensorValue or ExampleNumbersValue when IsPosition(index, subject, shape[axis], isOfOwnRow):
                    if (index is TensorValue) Require.NotOverExamples(call, subject, [axis], "picks positions of");
                    if (picked is not null) axes.AddRange(picked.Axes);
                    picked = null;
                    axis++;
                    break;
                case TensorValue { Element: Element.Boolean, HoldsExamples: false, Shape.Rank: 1 } when indices.FindAll(other => other is TensorValue or ExampleNumbersValue).Count == 1:
                    Require.NotOverExamples(call, subject, [axis], "picks positions of");
                    axes.Add(Axis.Unknown);
                    axis++;
                    break;
                case TensorValue { Element: Element.Boolean }:
                    throw call.Refuse(
                        Reason.UnknownOperation,
                        $"a mask picks parts of {shape} by the examples' values, and the rows of the result are no longer the examples",
                        "keep every row, and blank out with where(mask, x, 0) or by multiplying",
                        trail: subject.Trail);
                default:
                    throw call.Refuse(
                        Reason.UnknownOperation,
                        $"an index of {shape} is a tensor, or a value that the compiler cannot follow",
                        "use integers and ranges on the example's own axes, or gather with the indices of each example",
                        trail: subject.Trail);
            }
        }

        axes.AddRange(shape.Axes.Skip(axis));
        var origin = subject.HoldsExamples ? subject : indices.OfType<TensorValue>().FirstOrDefault(index => index.HoldsExamples) ?? subject;
        return call.Result(origin, new Shape(axes), subject.Element);
    }

    /// <summary>Tensors of positions side by side pick together, one element for each place of their common shape; apart, their axes would come first.</summary>
    private static void RequireAdjacent(Call call, TensorValue subject, List<AbstractValue> indices)
    {
        var places = Enumerable.Range(0, indices.Count).Where(place => indices[place] is TensorValue or ExampleNumbersValue).ToArray();
        if (places.Length < 2 || places[places.Length - 1] - places[0] == places.Length - 1) return;
        throw call.Refuse(
            Reason.UnknownOperation,
            $"indices of {subject} are tensors that do not stand side by side, which moves its axes",
            "index one axis after the other",
            trail: subject.Trail);
    }

    /// <summary>
    /// Positions for all examples; positions of each example in what is the same for all, or in its own row. A vector whose elements are not known to be
    /// integers may be a mask.
    /// </summary>
    private static bool IsPosition(AbstractValue index, TensorValue subject, Axis axis, bool isOfOwnRow) => index switch
    {
        ExampleNumbersValue => axis.IsExamples,
        TensorValue { HoldsExamples: true, Element: Element.Integer } => !subject.HoldsExamples || isOfOwnRow,
        TensorValue { HoldsExamples: false, Element: Element.Integer, Shape: not null } => true,
        TensorValue { HoldsExamples: false, Element: not Element.Boolean, Shape.Rank: 1 } => true,
        _ => false,
    };

    /// <summary>The axes that tensors of positions pick together. How many places a mask picks is not known.</summary>
    private static Shape? Picked(Call call, List<AbstractValue> indices)
    {
        var tensors = indices.OfType<TensorValue>().Where(index => index.Shape is not null).ToArray();
        var shapes = tensors.Select(index => index.Shape!).Concat(indices.OfType<ExampleNumbersValue>().Select(numbers => numbers.Shape)).ToArray();
        if (shapes.Length == 0 || System.Array.Exists(tensors, index => index.Element == Element.Boolean)) return null;
        if (System.Array.TrueForAll(tensors, index => index.Element == Element.Integer)) return Broadcasting.Of(call, shapes);
        if (System.Array.TrueForAll(shapes, shape => shape is { Rank: 1, HoldsExamples: false })) return new Shape([Axis.Unknown]);
        throw call.Refuse(
            Reason.UnknownOperation,
            $"an index is {System.Array.Find(tensors, index => index.Element != Element.Integer)}, which may be a mask, and of a mask it is not known how much it picks",
            "make it integers, as in index.to(ScalarType.Int64); with a mask keep every row, and blank out with where(mask, x, 0)");
    }

    private static List<AbstractValue> Indices(Call call)
    {
        var indices = new List<AbstractValue>();
        foreach (var argument in call.Arguments)
        {
            if (call.Take(argument.Parameter) is not { } value) continue;
            if (value is SequenceValue sequence) indices.AddRange(sequence.Items);
            else indices.Add(value);
        }

        return indices;
    }

    public static Axis Cut(Call call, TensorValue subject, int axis, Axis size, SliceValue slice)
    {
        if (slice.Step is null && (slice.From is not null || slice.To is not null) && MergedBatches.Between(size, slice.From, slice.To) is { } batches) return batches;
        if (new[] { slice.From, slice.To, slice.Step }.Any(bound => bound is IntegerValue { HoldsExamples: true } or BatchSizeDependentValue)) throw ShapeRows.PositionInBatch(call, subject);
        var from = Bound(slice.From) ?? (slice.From is null ? 0 : null);
        var to = Bound(slice.To);
        var step = slice.Step is null ? 1 : Bound(slice.Step);
        if (from == 0 && slice.To is null && step == 1) return size;

        Require.NotOverExamples(call, subject, [axis], "takes a part of");
        if (size.Constant is not { } length || from is null || step is not > 0 || (to is null && slice.To is not null)) return Axis.Unknown;
        var start = Clamp(from.Value, length);
        var end = to is null ? length : Clamp(to.Value, length);
        return Axis.Of(end <= start ? 0 : (end - start + step.Value - 1) / step.Value);
    }

    private static long? Bound(AbstractValue? value) => (value as IntegerValue)?.Size.Constant;

    private static long Clamp(long index, long length)
    {
        var fromFront = index < 0 ? index + length : index;
        return fromFront < 0 ? 0 : fromFront > length ? length : fromFront;
    }
}
