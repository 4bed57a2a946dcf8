using System.Collections.Generic;
using System.Linq;

namespace DslDp.Generator.Proof.Rules;

/// <summary>Operators that join tensors after giving them the axes that they lack, or bring them to one shape.</summary>
internal static class StackingRows
{
    public static void AddTo(OperatorTable table)
    {
        table.Add("torch.hstack", call => Joined(call, part => part.Rank == 0 ? new Shape([Axis.One]) : part, rank => rank == 1 ? 0 : 1));
        table.AddAll("torch", "vstack row_stack", call => Joined(call, part => AtLeast(part, 2), _ => 0));
        table.Add("torch.dstack", call => Joined(call, part => AtLeast(part, 3), _ => 2));
        table.Add("torch.column_stack", call => Joined(call, part => part.Rank < 2 ? new Shape([part.Rank == 0 ? Axis.One : part[0], Axis.One]) : part, _ => 1));
        table.AddAll("torch", "atleast_1d atleast_2d atleast_3d", call => Each(call, "input", part => AtLeast(part, call.Member["atleast_".Length] - '0')));
        table.AddAll("torch.Tensor", "atleast_1d atleast_2d atleast_3d", call =>
        {
            var subject = call.Subject();
            return call.Result(subject, subject.Shape is { } shape ? AtLeast(shape, call.Member["atleast_".Length] - '0') : null);
        });
        table.Add("torch.broadcast_tensors", Broadcast);
        table.Add("torch.meshgrid", Grid);
        table.AddAll("torch", "cartesian_prod combinations", Combinations);
    }

    /// <summary>The axes of size 1 that are put before, or after, those that there are.</summary>
    private static Shape AtLeast(Shape shape, int rank) => (shape.Rank, rank) switch
    {
        (0, _) => new Shape(Enumerable.Repeat(Axis.One, rank)),
        (1, 2) => new Shape([Axis.One, shape[0]]),
        (1, 3) => new Shape([Axis.One, shape[0], Axis.One]),
        (2, 3) => new Shape([shape[0], shape[1], Axis.One]),
        _ => shape,
    };

    private static AbstractValue Joined(Call call, System.Func<Shape, Shape> widen, System.Func<int, int> axis)
    {
        var parts = ShapeRows.Parts(call);
        var widened = parts.Select(part => part.Shape is { } shape ? part with { Shape = widen(shape) } : part).ToList();
        return widened[0].Shape is { } first ? ShapeRows.Join(call, widened, axis(first.Rank)) : ShapeRows.Join(call, widened, 0);
    }

    private static SequenceValue Each(Call call, string parameter, System.Func<Shape, Shape> change) =>
        new(EquatableArray.From<AbstractValue>(ShapeRows.Parts(call, parameter).Select(part => call.Result(part, part.Shape is { } shape ? change(shape) : null)).ToArray()));

    private static AbstractValue Broadcast(Call call)
    {
        var parts = ShapeRows.Parts(call);
        var shape = Broadcasting.Of(call, parts);
        return new SequenceValue(EquatableArray.From<AbstractValue>(parts.Select(part => call.Result(part, shape)).ToArray()));
    }

    /// <summary>One axis for each of several vectors; with the examples on two of them, all pairs would meet.</summary>
    private static AbstractValue Grid(Call call)
    {
        var parts = ShapeRows.Parts(call);
        if (call.TakeOrDefault("indexing") is not ConstantValue { Value: string indexing }) throw call.Refuse(Reason.UnknownOperation, "meshgrid with an indexing that is not a constant", "write \"ij\" or \"xy\"");
        var axes = new List<Axis>();
        foreach (var part in parts)
        {
            if (part.Shape is not { Rank: <= 1 } shape)
            {
                Require.NoExamples(call, part, "a vector");
                axes.Add(Axis.Unknown);
            }
            else
            {
                axes.Add(shape.Rank == 0 ? Axis.One : shape[0]);
            }
        }

        if (axes.Count(axis => axis.HoldsExamples) > 1) throw call.Refuse(Reason.ComparesExamples, "meshgrid makes all pairs of examples", "keep the examples on one axis");
        if (indexing == "xy" && axes.Count > 1) (axes[0], axes[1]) = (axes[1], axes[0]);
        return new SequenceValue(EquatableArray.From<AbstractValue>(parts.Select(part => call.Result(part, new Shape(axes))).ToArray()));
    }

    private static AbstractValue Combinations(Call call)
    {
        var parts = call.Has("tensors") ? ShapeRows.Parts(call) : [call.Subject()];
        foreach (var part in parts) Require.NoExamples(call, part, "all combinations of");
        call.TakeSettings();
        if (call.Member != "cartesian_prod" || parts.Count < 2) return call.Result(parts[0], null);
        var sizes = parts.Select(part => part.Shape is { Rank: 1 } shape ? shape[0].Constant : null).ToArray();
        return call.Result(parts[0], new Shape([sizes.All(size => size is not null) ? Axis.Of(sizes.Aggregate(1L, (product, size) => product * size!.Value)) : Axis.Unknown, Axis.Of(parts.Count)]));
    }
}
