using System.Linq;

namespace DslDp.Generator.Proof.Rules;

/// <summary>
/// Operators that pick, or write, elements at the positions that an index tensor names. The positions run along one axis, which must be the example's own;
/// on all other axes position i of the index goes with position i of the input, so both must carry the examples there, or the index must be one for all.
/// </summary>
internal static class SelectionRows
{
    public static void AddTo(OperatorTable table)
    {
        table.AddTensor("gather", Gather);
        table.AddTensor("take_along_dim", TakeAlong);
        table.AddTensor("index_select", IndexSelect);
        table.AddTensor("take", Take);
        table.AddTensor("scatter scatter_add", Scatter);
        table.AddTensor("index_add index_copy index_fill", IndexWrite);
        table.Add("torch.index_reduce", IndexWrite);
        table.AddTensor("select_scatter", call => WriteSlice(call, picked: true));
        table.AddTensor("slice_scatter", call => WriteSlice(call, picked: false));
        table.AddTensor("bucketize", Bucketize);
        table.AddTensor("isin", IsIn);
        table.Add("torch.searchsorted", SearchSorted);
    }

    /// <summary><c>out[i, j] = input[i, index[i, j]]</c> for dimension 1: no broadcasting, and an index that is shorter takes the first positions only.</summary>
    private static AbstractValue Gather(Call call)
    {
        var subject = call.Subject();
        var index = call.TakeTensor("index")!;
        call.Take("sparse_grad");
        if (!Require.KnownRanks(call, subject, index)) return Free(call, subject);
        var axis = call.TakeAxis(subject.Shape!, 0, "dim");
        Require.NotOverExamples(call, subject, [axis], "picks along");
        if (subject.HoldsExamples || index.Shape!.ExamplesAxis != axis) Require.Aligned(call, subject, index, axis);
        else if (index.Shape.Rank != subject.Shape!.Rank) throw Ranks(call, subject, index);
        if (subject.HoldsExamples) Require.NotOverExamples(call, index, [axis], "picks, for each position, along");
        return call.Result(subject.HoldsExamples ? subject : index, index.Shape, subject.Element);
    }

    /// <summary>Like gather, but the axes beside the dimension broadcast.</summary>
    private static AbstractValue TakeAlong(Call call)
    {
        var subject = call.Subject();
        var index = call.TakeTensor("indices")!;
        if (!Require.KnownRanks(call, subject, index)) return Free(call, subject);
        if (!call.Has("dim"))
        {
            Require.NotOverExamples(call, subject, Enumerable.Range(0, subject.Shape!.Rank), "flattens, and picks along");
            return call.Result(index, index.Shape, subject.Element);
        }

        var axis = call.TakeAxis(subject.Shape!, 0, "dim");
        Require.NotOverExamples(call, subject, [axis], "picks along");
        if (subject.HoldsExamples) Require.NotOverExamples(call, index, [axis], "picks, for each position, along");
        if (index.Shape!.Rank != subject.Shape!.Rank) throw Ranks(call, subject, index);
        var others = Broadcasting.Of(call, [subject.Shape!.With(axis, Axis.One), index.Shape.With(axis, Axis.One)]);
        return call.Result(subject.HoldsExamples ? subject : index, others.With(axis, index.Shape[axis]), subject.Element);
    }

    /// <summary>A table and a vector of positions: of an example's own axis with positions for all, or of a constant table with a position for each example.</summary>
    private static AbstractValue IndexSelect(Call call)
    {
        var subject = call.Subject();
        var index = call.TakeTensor("index")!;
        if (subject.HoldsExamples) Require.NoExamples(call, index, "positions");
        if (subject.Shape is not { } shape)
        {
            if (index.HoldsExamples) Require.KnownRanks(call, subject, index);
            return Free(call, subject);
        }

        var axis = call.TakeAxis(shape, 0, "dim");
        Require.NotOverExamples(call, subject, [axis], "picks along");
        if (index.Shape is { Rank: > 1 }) throw call.Refuse(Reason.ShapeMismatch, $"index_select with {index}", "give the positions as a vector");
        var length = index.Shape is not { } positions ? Axis.Unknown : positions.Rank == 0 ? Axis.One : positions[0];
        return call.Result(index.HoldsExamples ? index : subject, shape.With(axis, length), subject.Element);
    }

    /// <summary><c>take</c> counts through all elements of its input.</summary>
    private static AbstractValue Take(Call call)
    {
        var subject = Require.NoExamples(call, call.Subject(), "all elements of");
        var index = call.TakeTensor("index")!;
        return call.Result(index, index.Shape, subject.Element);
    }

    /// <summary><c>out[i, index[i, j]] = src[i, j]</c>: what an index does not name stays, so on the axis of the examples all three must go together.</summary>
    private static AbstractValue Scatter(Call call)
    {
        var subject = call.Subject();
        var index = call.TakeTensor("index")!;
        var source = call.TakeTensor("src")!;
        if (!Require.KnownRanks(call, subject, index, source)) return Free(call, subject);
        var axis = call.TakeAxis(subject.Shape!, 0, "dim");
        foreach (var operand in new[] { subject, index, source })
        {
            if (operand.Shape!.Rank != subject.Shape!.Rank) throw Ranks(call, subject, operand);
            Require.NotOverExamples(call, operand, [axis], "writes along");
        }

        Require.Aligned(call, subject, index, axis);
        Require.Aligned(call, subject, source, axis);
        return call.Result(subject, subject.Shape);
    }

    /// <summary>Writes whole slices at positions that are the same for all examples.</summary>
    private static AbstractValue IndexWrite(Call call)
    {
        var subject = call.Subject();
        Require.NoExamples(call, call.TakeTensor("index")!, "positions");
        var source = call.TakeTensor("source");
        TensorValue[] operands = source is null ? [subject] : [subject, source];
        if (!Require.KnownRanks(call, operands)) return Free(call, subject);
        var axis = call.TakeAxis(subject.Shape!, 0, "dim");
        foreach (var operand in operands) Require.NotOverExamples(call, operand, [axis], "writes along");
        if (source is not null) Require.Aligned(call, subject, source, axis);
        call.TakeSettings();
        return call.Result(subject, subject.Shape);
    }

    private static AbstractValue WriteSlice(Call call, bool picked)
    {
        var subject = call.Subject();
        var source = call.TakeTensor("src")!;
        if (!Require.KnownRanks(call, subject, source)) return Free(call, subject);
        var axis = call.TakeAxis(subject.Shape!, 0, "dim");
        Require.NotOverExamples(call, subject, [axis], "writes along");
        var slice = picked ? source with { Shape = new Shape(source.Shape!.Axes.Insert(System.Math.Min(axis, source.Shape.Rank), Axis.One)) } : source;
        Require.NotOverExamples(call, slice, [axis], "writes along");
        Require.Aligned(call, subject, slice, axis);
        call.TakeSettings();
        return call.Result(subject, subject.Shape);
    }

    private static AbstractValue Bucketize(Call call)
    {
        var subject = call.Subject();
        Require.NoExamples(call, call.TakeTensor("boundaries")!, "the boundaries");
        call.TakeSettings();
        return call.Result(subject, subject.Shape, Element.Integer);
    }

    private static AbstractValue IsIn(Call call)
    {
        var subject = call.Subject();
        Require.NoExamples(call, call.TakeTensor("test_elements")!, "the elements");
        call.TakeSettings();
        return call.Result(subject, subject.Shape, Element.Boolean);
    }

    /// <summary>Places in one sorted vector that is the same for all examples, or in the rows of a sequence: those before the last axis go with those of the values.</summary>
    private static AbstractValue SearchSorted(Call call)
    {
        var sorted = call.Operand(0);
        var values = call.TakeTensor("values")!;
        call.TakeSettings();
        if (!Require.KnownRanks(call, sorted, values)) return call.Result(values, null, Element.Integer);
        if (sorted is { HoldsExamples: false, Shape.Rank: 1 }) return call.Result(values, values.Shape, Element.Integer);
        if (sorted.Shape!.Rank == 0) throw Ranks(call, sorted, values);
        Require.NotOverExamples(call, sorted, [sorted.Shape.Rank - 1], "searches along");
        if (values.Shape!.Rank != sorted.Shape.Rank) throw Ranks(call, sorted, values);
        Require.NotOverExamples(call, values, [sorted.Shape.Rank - 1], "searches along");
        Require.Aligned(call, sorted, values, sorted.Shape.Rank - 1);
        return call.Result(values, values.Shape, Element.Integer);
    }

    private static RefusedException Ranks(Call call, TensorValue subject, TensorValue other) =>
        call.Refuse(Reason.ShapeMismatch, $"{call.Member} of {subject} with {other}, which differ in rank", "give both the same number of axes (unsqueeze)", trail: other.Trail);

    private static TensorValue Free(Call call, TensorValue subject)
    {
        call.TakeSettings();
        return call.Result(subject, null);
    }
}
