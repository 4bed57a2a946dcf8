using System;
using System.Collections.Generic;
using System.Linq;

namespace DslDp.Generator.Proof.Rules;

/// <summary>Operators that move axes, or look at positions along an example's own axes: windows, triangles, diagonals, quarter turns.</summary>
internal static class ArrangementRows
{
    public static void AddTo(OperatorTable table)
    {
        table.AddTensor("movedim moveaxis", MoveAxes);
        table.AddTensor("rot90", Turn);
        table.AddTensor("tril triu", Triangle);
        table.AddTensor("diagonal", call => Diagonal(call, 0, 1));
        table.Add("torch.linalg.diagonal", call => Diagonal(call, -2, -1));
        table.AddTensor("diag_embed", Embed);
        table.Add("torch.Tensor.unfold", Windowed);
        table.Add("torch.Tensor.slice", Slice);
        table.AddTensor("channel_shuffle", ShuffleChannels);
    }

    private static AbstractValue MoveAxes(Call call)
    {
        var subject = call.Subject();
        if (subject.Shape is not { } shape) return call.OfUnknownRank(subject);
        var from = call.TakeAxes(shape, "source") ?? [];
        var to = call.TakeAxes(shape, "destination") ?? [];
        if (from.Count != to.Count || from.Distinct().Count() != from.Count || to.Distinct().Count() != to.Count)
            throw call.Refuse(Reason.ShapeMismatch, $"{call.Member} moves {from.Count} axes of {shape} to {to.Count} places", "name each axis, and each place, once");
        var rest = new Queue<Axis>(shape.Axes.Where((_, axis) => !from.Contains(axis)));
        var moved = new Axis[shape.Rank];
        for (var axis = 0; axis < shape.Rank; axis++)
        {
            var place = to.ToList().IndexOf(axis);
            moved[axis] = place >= 0 ? shape[from[place]] : rest.Dequeue();
        }

        return call.Result(subject, new Shape(moved));
    }

    /// <summary>The dimensions must be written: left out, they are the first two, and so the examples.</summary>
    private static AbstractValue Turn(Call call)
    {
        var subject = call.Subject();
        if (subject.Shape is not { } shape) return call.OfUnknownRank(subject);
        var axes = call.TakeAxes(shape, "dims") ?? [0, Dimensions.AxisOf(call, shape, 1)];
        var turns = call.Take("k") is { } k ? (k as IntegerValue)?.Size.Constant : 1;
        Require.NotOverExamples(call, subject, axes, "turns");
        if (axes.Count != 2) throw call.Refuse(Reason.ShapeMismatch, $"rot90 of {axes.Count} axes", "name two");
        var (a, b) = (shape[axes[0]], shape[axes[1]]);
        if (turns is null && !a.Equals(b)) return call.Result(subject, shape.With(axes[0], Axis.Unknown).With(axes[1], Axis.Unknown));
        return call.Result(subject, turns % 2 == 0 ? shape : shape.With(axes[0], b).With(axes[1], a));
    }

    private static AbstractValue Triangle(Call call)
    {
        var subject = call.Subject();
        call.TakeSettings();
        if (subject.Shape is not { } shape) return call.Result(subject, null);
        if (shape.Rank < 2) throw call.Refuse(Reason.ShapeMismatch, $"{call.Member} of {shape}", "use it on matrices");
        Require.NotOverExamples(call, subject, [shape.Rank - 2, shape.Rank - 1], "cuts by position");
        return call.Result(subject, shape);
    }

    private static AbstractValue Diagonal(Call call, long first, long second)
    {
        var subject = call.Subject();
        if (subject.Shape is not { } shape) return call.OfUnknownRank(subject);
        int[] axes = [call.TakeAxis(shape, first, "dim1"), call.TakeAxis(shape, second, "dim2")];
        var offset = call.Take("offset");
        Require.NotOverExamples(call, subject, axes, "takes the diagonal of");
        var (a, b) = (shape[axes[0]], shape[axes[1]]);
        var size = offset is null or IntegerValue { Size.Constant: 0 } && a.Constant is { } rows && b.Constant is { } columns ? Axis.Of(Math.Min(rows, columns)) : Axis.Unknown;
        return call.Result(subject, new Shape([.. shape.Without(axes, keep: false).Axes, size]));
    }

    private static AbstractValue Embed(Call call)
    {
        var subject = call.Subject();
        var offset = call.Take("offset");
        if (subject.Shape is not { Rank: > 0 } shape) return call.OfUnknownRank(subject);
        Require.NotOverExamples(call, subject, [shape.Rank - 1], "spreads over a diagonal");
        var size = offset is null or IntegerValue { Size.Constant: 0 } ? shape[shape.Rank - 1] : Axis.Unknown;

        // dim1 and dim2 other than the last two are not taken, and so refused.
        return call.Result(subject, new Shape([.. shape.Axes.Take(shape.Rank - 1), size, size]));
    }

    private static AbstractValue Windowed(Call call)
    {
        var subject = call.Subject();
        if (subject.Shape is not { } shape) return call.OfUnknownRank(subject);
        var axis = call.TakeAxis(shape, 0, "dimension");
        Require.NotOverExamples(call, subject, [axis], "slides over");
        var size = call.Take("size");
        var step = (call.Take("step") as IntegerValue)?.Size.Constant;
        if (size is not IntegerValue { HoldsExamples: false } window) throw call.Refuse(Reason.UnknownOperation, "unfold with a window whose size is not known", "use a constant");
        var windows = Windows.Size(call, shape, axis, window.Size.Constant, step, 0, 1, ceil: false);
        return call.Result(subject, new Shape([.. shape.With(axis, windows).Axes, window.Size]));
    }

    private static AbstractValue Slice(Call call)
    {
        var subject = call.Subject();
        if (subject.Shape is not { } shape) return call.OfUnknownRank(subject);
        var axis = call.TakeAxis(shape, 0, "dim");
        var cut = new SliceValue(call.Take("start"), call.Take("finish"), call.Take("step"));
        return call.Result(subject, shape.With(axis, Indexing.Cut(call, subject, axis, shape[axis], cut)));
    }

    private static AbstractValue ShuffleChannels(Call call)
    {
        var subject = call.Subject();
        call.TakeSettings();
        if (subject.Shape is not { } shape) return call.Result(subject, null);
        Require.NotOverExamples(call, subject, [Dimensions.AxisOf(call, shape, 1)], "shuffles");
        return call.Result(subject, shape);
    }
}
