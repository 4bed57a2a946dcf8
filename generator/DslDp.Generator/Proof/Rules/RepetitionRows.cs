using System.Linq;

namespace DslDp.Generator.Proof.Rules;

/// <summary>
/// Operators that repeat a tensor, or take the shape of another. Copies put one after the other are a new factor outside an axis, copies of each element
/// a new factor inside it: either way each example's copies are known for what they are.
/// </summary>
internal static class RepetitionRows
{
    public static void AddTo(OperatorTable table)
    {
        table.AddTensor("repeat tile", Repeat);
        table.AddTensor("repeat_interleave", RepeatInterleave);
        table.Add("torch.Tensor.expand_as", ExpandAs);
        table.AddAll("torch.Tensor", "view_as", call =>
        {
            var subject = call.Subject();
            var other = call.TakeTensor("other")!;
            if (!Require.KnownRanks(call, subject, other)) return call.Result(subject, null);
            return ShapeRows.Reshape(call, subject, other.Shape!.Axes);
        });
        table.AddTensor("ravel", call => ShapeRows.Flatten(call, 0));
        table.AddTensor("adjoint", SwapLast);
        table.AddAll("torch.Tensor", "mH H", SwapLast);
    }

    private static AbstractValue Repeat(Call call)
    {
        var subject = call.Subject();
        var setting = call.Take("sizes", "reps", "dims") ?? PublicValue.Instance;
        if (subject.Shape is not { } shape) return call.OfUnknownRank(subject);

        var counts = Dimensions.Sizes(call, setting, "the numbers of copies").ToList();
        while (counts.Count < shape.Rank && call.Member == "tile") counts.Insert(0, Axis.One);
        if (counts.Count < shape.Rank) throw call.Refuse(Reason.ShapeMismatch, $"repeat of {shape} with {counts.Count} numbers", "give a number for each axis");
        var added = counts.Count - shape.Rank;
        return call.Result(subject, new Shape(counts.Select((count, axis) => Axis.Product(count, axis < added ? Axis.One : shape[axis - added])).ToArray()));
    }

    private static AbstractValue RepeatInterleave(Call call)
    {
        var subject = call.Subject();
        var copies = call.Take("repeats");
        call.Take("output_size");
        if (subject.Shape is not { } shape) return call.OfUnknownRank(subject);

        var axes = call.TakeAxes(shape, "dim");
        if (copies is IntegerValue count)
        {
            return call.Result(subject, axes is null
                ? new Shape([Axis.Product([.. shape.Axes, count.Size])])
                : shape.With(axes[0], Axis.Product(shape[axes[0]], count.Size)));
        }

        // A number for each position: the same for all examples, along an axis that is not theirs.
        Require.NoExamples(call, call.AsTensor(copies ?? ConstantValue.Null, call.SiteOf("repeats")), "the numbers of copies");
        Require.NotOverExamples(call, subject, axes ?? Enumerable.Range(0, shape.Rank), "repeats positions of");
        return call.Result(subject, axes is null ? new Shape([Axis.Unknown]) : shape.With(axes[0], Axis.Unknown));
    }

    private static AbstractValue ExpandAs(Call call)
    {
        var subject = call.Subject();
        var other = call.TakeTensor("other")!;
        if (!Require.KnownRanks(call, subject, other)) return call.Result(subject, null);
        if (subject.Shape!.Rank > other.Shape!.Rank) throw call.Refuse(Reason.ShapeMismatch, $"expand_as of {subject} to {other}, which has fewer axes", "name a tensor with as many axes");
        var result = Broadcasting.Of(call, [subject.Shape, other.Shape]);
        Broadcasting.Copy(call, subject, result);
        return call.Result(subject, result);
    }

    private static AbstractValue SwapLast(Call call)
    {
        var subject = call.Subject();
        if (subject.Shape is not { } shape) return call.Result(subject, null);
        if (shape.Rank < 2) throw call.Refuse(Reason.ShapeMismatch, $"{call.Member} of {shape}", "use it on matrices");
        return call.Result(subject, shape.With(shape.Rank - 1, shape[shape.Rank - 2]).With(shape.Rank - 2, shape[shape.Rank - 1]));
    }
}
