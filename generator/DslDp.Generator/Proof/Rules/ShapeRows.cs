using System.Collections.Generic;
using System.Linq;

namespace DslDp.Generator.Proof.Rules;

/// <summary>Operators that move, merge, split and take axes apart.</summary>
internal static class ShapeRows
{
    public static void AddTo(OperatorTable table)
    {
        table.Add("torch.Tensor.shape", Sizes);
        table.AddAll("torch.Tensor", "ndim Dimensions dim", call => call.Subject().Shape is { } shape ? IntegerValue.Of(shape.Rank) : IntegerValue.Unknown);
        table.AddAll("torch.Tensor", "numel NumberOfElements", call =>
            call.Subject().Shape is { } shape ? new IntegerValue(Axis.Product(shape.Factors)) : IntegerValue.Unknown);
        table.AddAll("torch.Tensor", "dtype device device_type is_sparse requires_grad", call =>
        {
            call.Subject();
            return PublicValue.Instance;
        });
        table.Add("torch.Tensor.size", Size);
        table.Add("TensorExtensionMethods.IntShape", Sizes);

        table.AddAll("torch.Tensor", "view reshape", Reshape);
        table.Add("torch.reshape", Reshape);
        table.AddTensor("flatten", call => Flatten(call, 0));
        table.AddTensor("unflatten", Unflatten);
        table.AddTensor("permute", Permute);
        table.AddTensor("transpose swapaxes swapdims", Transpose);
        table.AddAll("torch.Tensor", "mT t", SwapLast);
        table.Add("torch.Tensor.T", Reverse);
        table.Add("torch.t", SwapLast);
        table.AddTensor("squeeze", Squeeze);
        table.AddTensor("unsqueeze", Unsqueeze);
        table.AddAll("torch.Tensor", "expand broadcast_to", Expand);
        table.Add("torch.broadcast_to", Expand);
        table.AddTensor("narrow", Narrow);
        table.AddTensor("select", Select);
        table.AddTensor("cat concat concatenate", Cat);
        table.AddTensor("stack", Stack);
        table.AddAll("torch.Tensor", "this[] index", Indexing.Rule);
    }

    /// <summary>Merges the axes from <c>start_dim</c> to <c>end_dim</c>.</summary>
    public static AbstractValue Flatten(Call call, long start)
    {
        var subject = call.Subject();
        return Flatten(call, subject, call.TakeOrDefault("start_dim") ?? IntegerValue.Of(start), call.TakeOrDefault("end_dim") ?? IntegerValue.Of(-1));
    }

    public static AbstractValue Flatten(Call call, TensorValue subject, AbstractValue start, AbstractValue end)
    {
        if (subject.Shape is not { } shape) return call.Result(subject, null);
        if (shape.Rank == 0) return call.Result(subject, new Shape([Axis.One]));
        var first = Dimensions.AxisOf(call, shape, Dimensions.Numbers(call, start, "start_dim").First());
        var last = Dimensions.AxisOf(call, shape, Dimensions.Numbers(call, end, "end_dim").First());
        var merged = Axis.Product([.. shape.Axes.Skip(first).Take(last - first + 1)]);
        return call.Result(subject, new Shape([.. shape.Axes.Take(first), merged, .. shape.Axes.Skip(last + 1)]));
    }

    private static AbstractValue Sizes(Call call)
    {
        var subject = call.Subject();
        return subject.Shape is { } shape
            ? new SequenceValue(EquatableArray.From<AbstractValue>(shape.Axes.Select(axis => new IntegerValue(axis))))
            : new UnknownValue("the shape of a tensor whose axes are not known");
    }

    private static AbstractValue Size(Call call)
    {
        if (!call.Has("dim")) return Sizes(call);
        var subject = call.Subject();
        return subject.Shape is { } shape ? new IntegerValue(shape[call.TakeAxis(shape, 0, "dim")]) : IntegerValue.Unknown;
    }

    private static AbstractValue Reshape(Call call)
    {
        var subject = call.Subject();
        var target = call.Take("shape", "size", "sizes");
        var sizes = target is null ? [] : Dimensions.Sizes(call, target, "shape").ToArray();
        return Reshape(call, subject, sizes);
    }

    public static TensorValue Reshape(Call call, TensorValue subject, IReadOnlyList<Axis> sizes)
    {
        if (subject.Shape is { } shape && Reshaping.Fit(shape, sizes) is { } result) return call.Result(subject, result);
        if (!subject.HoldsExamples && sizes.Any(size => size.HoldsExamples)) throw PositionInBatch(call, subject);
        Fitting.RequireSameNumber(call, subject, sizes);
        if (!subject.HoldsExamples) return call.Result(subject, sizes.All(size => size.IsKnown && size.Constant != -1) ? new Shape(sizes) : null);
        throw call.Refuse(
            Reason.MixesExamples,
            $"{call.Member} of {subject} to [{string.Join(", ", sizes)}] does not keep each example's values together, as far as the compiler can see",
            "keep the batch as an axis of its own, with x.shape[0] or -1 for its size, and constants for the rest",
            trail: subject.Trail);
    }

    /// <summary>A constant that is cut to the length of the batch gives each example a value by its place in the batch.</summary>
    public static RefusedException PositionInBatch(Call call, TensorValue subject) => call.Refuse(
        Reason.BatchSizeEntersValue,
        $"{call.Member} cuts {subject}, which holds no examples, to the size of the batch, so that what an example gets depends on where it lies",
        "use values that are the same for all examples, or that come with each example");

    private static AbstractValue Unflatten(Call call)
    {
        var subject = call.Subject();
        if (subject.Shape is not { } shape) return call.OfUnknownRank(subject);

        if (call.Take("dim") is IntegerValue { Size.Constant: < 0 }) throw call.Refuse(Reason.UnknownOperation, "unflatten of a dimension counted from the end fails in TorchSharp 0.107", "count it from the front");
        var axis = call.TakeAxis(shape, 0, "dim");
        var sizes = Dimensions.Sizes(call, call.Take("sizes", "unflattened_size") ?? PublicValue.Instance, "sizes").ToArray();
        return Reshape(call, subject, [.. shape.Axes.Take(axis), .. sizes, .. shape.Axes.Skip(axis + 1)]);
    }

    private static AbstractValue Permute(Call call)
    {
        var subject = call.Subject();
        if (subject.Shape is not { } shape) return call.OfUnknownRank(subject);

        var order = call.TakeAxes(shape, "permutation", "dims") ?? [];
        if (order.Distinct().Count() != shape.Rank || order.Count != shape.Rank)
            throw call.Refuse(Reason.ShapeMismatch, $"permute names {order.Count} dimensions of {shape}", "name each dimension once");
        return call.Result(subject, new Shape(order.Select(axis => shape[axis])));
    }

    private static AbstractValue Transpose(Call call)
    {
        var subject = call.Subject();
        if (subject.Shape is not { } shape) return call.OfUnknownRank(subject);

        var first = call.TakeAxis(shape, 0, "dim0", "axis0");
        var second = call.TakeAxis(shape, 1, "dim1", "axis1");
        return call.Result(subject, shape.With(first, shape[second]).With(second, shape[first]));
    }

    private static AbstractValue SwapLast(Call call)
    {
        var subject = call.Subject();
        if (subject.Shape is not { Rank: >= 2 } shape) return call.Result(subject, subject.Shape);
        return call.Result(subject, shape.With(shape.Rank - 1, shape[shape.Rank - 2]).With(shape.Rank - 2, shape[shape.Rank - 1]));
    }

    /// <summary><c>x.T</c> turns the order of all axes around.</summary>
    private static AbstractValue Reverse(Call call)
    {
        var subject = call.Subject();
        return call.Result(subject, subject.Shape is { } shape ? new Shape(shape.Axes.Reverse()) : null);
    }

    private static AbstractValue Squeeze(Call call)
    {
        var subject = call.Subject();
        if (subject.Shape is not { } shape) return call.OfUnknownRank(subject);

        if (call.TakeAxes(shape, "dim") is not { Count: 1 } axes)
        {
            if (!subject.HoldsExamples) return call.Result(subject, null);
            throw call.Refuse(
                Reason.MixesExamples,
                $"squeeze() of {shape} drops every axis of size 1, and a batch may hold one example",
                "name the axis, as in squeeze(1)",
                trail: subject.Trail);
        }

        var axis = axes[0];
        Require.NotOverExamples(call, subject, axes, "drops");
        if (shape[axis].IsOne) return call.Result(subject, shape.Without([axis], keep: false));
        if (shape[axis].Constant is not null) return call.Result(subject, shape);
        throw call.Refuse(
            Reason.UnknownOperation,
            $"squeeze({axis}) of {shape} drops the axis or not, depending on a size that is not known",
            "use select, or a size that the compiler can see");
    }

    private static AbstractValue Unsqueeze(Call call)
    {
        var subject = call.Subject();
        if (subject.Shape is not { } shape) return call.OfUnknownRank(subject);

        var place = Dimensions.Numbers(call, call.Take("dim") ?? PublicValue.Instance, "dim").First();
        var axis = (int)(place < 0 ? place + shape.Rank + 1 : place);
        if (axis < 0 || axis > shape.Rank) throw call.Refuse(Reason.ShapeMismatch, $"unsqueeze({Text.Literal(place)}) of {shape}", "name a place between the axes");
        return call.Result(subject, new Shape(shape.Axes.Insert(axis, Axis.One)));
    }

    private static AbstractValue Expand(Call call)
    {
        var subject = call.Subject();
        var sizes = Dimensions.Sizes(call, call.Take("sizes", "shape") ?? PublicValue.Instance, "sizes").ToArray();
        call.TakeSettings();
        if (subject.Shape is not { } shape || sizes.Length < shape.Rank)
        {
            if (!subject.HoldsExamples) return call.Result(subject, new Shape(sizes));
            throw call.Refuse(Reason.ShapeMismatch, $"{call.Member} of {subject} names fewer axes than it has", "name them all");
        }

        var offset = sizes.Length - shape.Rank;
        var axes = sizes.Select((size, axis) => size.Constant == -1 && axis >= offset ? shape[axis - offset] : size);
        var result = Broadcasting.Of(call, [shape, new Shape(axes)]);
        Broadcasting.Copy(call, subject, result);
        return call.Result(subject, result);
    }

    private static AbstractValue Narrow(Call call)
    {
        var subject = call.Subject();
        if (subject.Shape is not { } shape) return call.OfUnknownRank(subject);

        var axis = call.TakeAxis(shape, 0, "dim");
        var length = Dimensions.Sizes(call, call.Take("length") ?? PublicValue.Instance, "length").First();
        var from = call.Take("start") as IntegerValue;
        var start = from?.Size.Constant;
        call.TakeSettings();
        if (from is not null && MergedBatches.CountIn(from) is { } first && MergedBatches.CountIn(new IntegerValue(length)) is { } batches && first + batches <= MergedBatches.CountOn(shape[axis]) && batches > 0)
            return call.Result(subject, shape.With(axis, MergedBatches.Of(batches)));
        Require.NotOverExamples(call, subject, [axis], "takes a part of");
        if (length.HoldsExamples) throw PositionInBatch(call, subject);
        Fitting.RequireWithin(call, subject, axis, start, length.Constant ?? 1);
        return call.Result(subject, shape.With(axis, length));
    }

    private static AbstractValue Select(Call call)
    {
        var subject = call.Subject();
        if (subject.Shape is not { } shape) return call.OfUnknownRank(subject);

        var axis = call.TakeAxis(shape, 0, "dim");
        var position = (call.TakeOrDefault("index") as IntegerValue)?.Size.Constant;
        call.TakeSettings();
        Require.NotOverExamples(call, subject, [axis], "picks one example from");
        Fitting.RequireWithin(call, subject, axis, position);
        return call.Result(subject, shape.Without([axis], keep: false));
    }

    private static AbstractValue Cat(Call call)
    {
        if (call.Take("tensors") is ManyValue { Item: TensorValue { Shape: { } each } item }) return CatMany(call, item, call.TakeAxis(each, 0, "dim", "axis"));
        var parts = Parts(call);
        if (parts.Exists(part => part.Shape is null)) return Free(call, parts);
        return Join(call, parts, call.TakeAxis(parts[0].Shape!, 0, "dim", "axis"));
    }

    /// <summary>Any number of parts that are alike.</summary>
    private static TensorValue CatMany(Call call, TensorValue item, int axis)
    {
        if (item.HoldsExamples) Require.NotOverExamples(call, item, [axis], "joins");
        return call.Result(item, item.Shape!.With(axis, Axis.Unknown));
    }

    /// <summary>The parts one after the other along one axis.</summary>
    public static TensorValue Join(Call call, List<TensorValue> parts, int axis)
    {
        if (parts.Exists(part => part.Shape is null)) return Free(call, parts);
        var shape = parts[0].Shape!;
        var along = parts.FirstOrDefault(part => part.HoldsExamples);
        var merged = call.Member is "cat" or "concat" or "concatenate" ? MergedBatches.Joined(parts, axis) : null;
        if (along is not null && merged is null) Require.NotOverExamples(call, along, [axis], "joins");

        // Apart from the joined axis, the parts must agree, without stretching.
        var isOfOneRank = parts.TrueForAll(part => part.Shape!.Rank == shape.Rank);
        var others = isOfOneRank ? parts.Select(part => part.Shape!.With(axis, Axis.One)).ToArray() : [];
        if (!isOfOneRank || others.Any(other => !other.Axes.Select(size => size.HoldsExamples).SequenceEqual(others[0].Axes.Select(size => size.HoldsExamples))))
        {
            throw call.Refuse(
                Reason.ShapeMismatch,
                $"{call.Member} joins {string.Join(" and ", parts)}",
                "bring all parts to the same axes first, with the examples on the same one",
                trail: along?.Trail);
        }

        RequireSameSizes(call, parts, others, $"along axis {axis}");

        var sizes = parts.Select(part => part.Shape![axis].Constant).ToArray();
        var total = merged is not null ? merged : sizes.All(size => size is not null) ? Axis.Of(sizes.Sum(size => size!.Value)) : Axis.Unknown;
        return call.Result(along ?? parts[0], Broadcasting.Of(call, others).With(axis, total));
    }

    private static AbstractValue Stack(Call call)
    {
        var many = call.Take("tensors") as ManyValue;
        var parts = many is { Item: TensorValue item } ? [item] : Parts(call);
        if (parts.Exists(part => part.Shape is null)) return Free(call, parts);
        if (parts.TrueForAll(part => part.Shape!.Rank == parts[0].Shape!.Rank)) RequireSameSizes(call, parts, [.. parts.Select(part => part.Shape!)], "along a new axis");
        var shape = Broadcasting.Of(call, parts.Select(part => part.Shape!));
        var place = Dimensions.Numbers(call, call.TakeOrDefault("dim") ?? IntegerValue.Of(0), "dim").First();
        var axis = (int)(place < 0 ? place + shape.Rank + 1 : place);
        if (parts.Exists(part => part.Shape!.Rank != shape.Rank) || axis < 0 || axis > shape.Rank)
            throw call.Refuse(Reason.ShapeMismatch, $"stack joins {string.Join(" and ", parts)}", "bring all parts to the same shape first");
        return call.Result(parts.Find(part => part.HoldsExamples) ?? parts[0], new Shape(shape.Axes.Insert(axis, many is null ? Axis.Of(parts.Count) : Axis.Unknown)));
    }

    private static void RequireSameSizes(Call call, List<TensorValue> parts, Shape[] shapes, string where)
    {
        for (var axis = 0; axis < shapes[0].Rank; axis++)
        {
            if (shapes.Select(shape => shape[axis].Constant).Where(size => size is not null).Distinct().Count() <= 1) continue;
            throw call.Refuse(
                Reason.ShapeMismatch,
                $"{call.Member} joins {string.Join(" and ", parts)} {where}, and they differ on axis {axis}",
                "make the other axes equal",
                trail: parts.Find(part => part.HoldsExamples)?.Trail);
        }
    }

    public static List<TensorValue> Parts(Call call, string parameter = "tensors")
    {
        var list = call.Take(parameter);
        if (list is SequenceValue { Items.Count: > 0 } sequence) return [.. sequence.Items.Select(item => call.AsTensor(item, call.Site))];
        if (list is RefusedValue) throw new RefusedException();
        if (list is ManyValue { Item: TensorValue }) throw call.Refuse(Reason.UnknownOperation, $"{call.Member} is given a list of a length that the compiler does not know", "use cat or stack, or a list that is written out");
        throw call.Refuse(Reason.UnknownOperation, $"{call.Member} is given a list that the compiler cannot see into", "write the list where it is used");
    }

    private static TensorValue Free(Call call, List<TensorValue> parts)
    {
        if (parts.Exists(part => part.HoldsExamples))
            throw call.Refuse(Reason.UnknownOperation, $"{call.Member} joins {string.Join(" and ", parts)}", "use tensors whose axes the compiler can see");
        call.TakeSettings();
        return call.Result(parts[0], null);
    }
}
