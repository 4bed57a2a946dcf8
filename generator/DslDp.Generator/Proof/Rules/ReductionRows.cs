using System.Collections.Generic;
using System.Linq;

namespace DslDp.Generator.Proof.Rules;

/// <summary>Operators that reach along axes: sound over an example's own axes, a mixture over the examples.</summary>
internal static class ReductionRows
{
    private static readonly string[] DimensionParameters = ["dim", "dims", "dimension", "dimensions", "dim0", "dim1", "dim2"];

    public static void AddTo(OperatorTable table)
    {
        table.AddTensor("sum mean prod std var amax amin logsumexp nansum norm", Reduce(null));
        table.AddTensor("nanmean", MeanOfNumbers);
        table.AddTensor("all any", Reduce(Element.Boolean));
        table.AddTensor("argmax argmin count_nonzero", Reduce(Element.Integer));
        table.AddTensor("max min", MaxOrMin);
        table.AddTensor("median nanmedian", Reduce(null));
        table.AddTensor("mode", call => Pair(call, Reduce(null, -1)(call)));
        table.AddTensor("aminmax", call => Twice(Reduce(null, minusOneIsAll: true)(call)));
        table.AddTensor("std_mean var_mean", call => Twice(Reduce(null)(call)));
        table.AddTensor("kthvalue", call => Pair(call, KthValue(call)));
        table.AddTensor("topk", call => Pair(call, TopK(call)));
        table.AddTensor("quantile nanquantile", Quantile);
        table.AddTensor("softmax log_softmax cumsum cumprod flip logcumsumexp", Along(null));
        table.AddTensor("cummax cummin", call => Pair(call, Along(null)(call)));
        table.AddTensor("msort flipud", Along(0));
        table.AddTensor("fliplr", Along(1));
        table.AddTensor("roll", Along(null));
        table.AddTensor("renorm", Renormalised);
        table.AddTensor("diff", Differences);
        table.AddTensor("cumulative_trapezoid", Shorter);
        table.AddTensor("trapezoid", Reduce(null, -1));
        table.Add("torch.trapz", Reduce(null, -1));
        table.AddTensor("argsort", Along(-1, Element.Integer));
        table.AddTensor("sort", call => Pair(call, Along(-1)(call)));
        table.AddAll("torch.nn.functional", "softmax log_softmax softmin", Along(null));
        table.Add("torch.nn.functional.normalize", Along(1));
    }

    /// <summary>Operators that keep the shape and reach along one axis, or along several.</summary>
    public static Rule Along(long? fallback, Element? element = null) => call =>
    {
        var subject = call.Subject();
        if (subject.Shape is not { } shape) return call.OfUnknownRank(subject);
        var axes = call.TakeAxes(shape, DimensionParameters);
        if (axes is null && fallback is { } dimension) axes = [Dimensions.AxisOf(call, shape, dimension)];
        Require.NotOverExamples(call, subject, axes ?? Enumerable.Range(0, shape.Rank).ToArray(), "goes along");
        call.TakeSettings();
        return call.Result(subject, shape, element);
    };

    /// <param name="element">The result's element type; null where it is the operand's.</param>
    /// <param name="fallback">The dimension where none is written; null where that means all.</param>
    /// <param name="minusOneIsAll">TorchSharp 0.107 hands −1 on as no dimension at all, for some operators: everything is then reduced.</param>
    public static Rule Reduce(Element? element, long? fallback = null, bool minusOneIsAll = false) => call =>
    {
        var subject = call.Subject();
        if (subject.Shape is not { } shape) return call.OfUnknownRank(subject);
        var axes = call.TakeAxes(shape, DimensionParameters);
        var takesAll = minusOneIsAll && call.TakeOrDefault("dim") is IntegerValue { Size.Constant: -1 };
        if (takesAll) axes = null;
        if (axes is null) RequireNoTrap(call, subject, shape);
        if (axes is null && fallback is { } dimension) axes = [Dimensions.AxisOf(call, shape, dimension)];
        var all = axes ?? Enumerable.Range(0, shape.Rank).ToArray();
        var does = takesAll ? "with dimension -1 takes all dimensions in TorchSharp, and reduces"
            : axes is null && call.Take("p") is not null ? "with a float is the norm of everything, and reduces"
            : "reduces";
        Require.NotOverExamples(call, subject, all, does, isReduction: true);
        if (call.Member == "norm" && axes is not null) NoteDimension(call, axes);
        var keep = call.TakeFlag(false, "keepdim");
        call.TakeSettings();
        return call.Result(subject, shape.Without([.. all], keep), element ?? (call.Member is "sum" or "prod" && subject.Element == Element.Boolean ? Element.Integer : null));
    };

    /// <summary>Each slice along a dimension is scaled by its own norm, which goes over all the other dimensions: one example's, if the dimension is that of the examples.</summary>
    private static AbstractValue Renormalised(Call call)
    {
        var subject = call.Subject();
        if (subject.Shape is not { } shape) return call.OfUnknownRank(subject);
        var axis = call.TakeAxis(shape, 0, "dim");
        Require.NotOverExamples(call, subject, Enumerable.Range(0, shape.Rank).Where(other => other != axis), "scales slices by norms over");
        call.TakeSettings();
        return call.Result(subject, shape);
    }

    /// <summary>A literal 0 becomes <c>ScalarType.Byte</c>: TorchSharp's sum and prod then reduce everything, whatever holds the examples.</summary>
    private static void RequireNoTrap(Call call, TensorValue subject, Shape shape)
    {
        if (call.TakeOrDefault("type") is not (EnumerationValue { Member: "Byte" } or IntegerValue { Size.Constant: 0 })) return;
        throw call.Refuse(
            Reason.OverloadTrap,
            $"{call.Member}(0) binds to the overload with a ScalarType: it reduces all of {shape}, to bytes",
            subject.HoldsExamples ? $"name one of the example's own dimensions, as in {call.Member}(dim: {Require.OwnAxes(shape).Split(',')[0]})" : $"name the dimension, {call.Member}(dim: 0)",
            trail: subject.Trail,
            fix: subject.HoldsExamples ? new Fix(FixKind.UseOwnAxes, Require.OwnAxes(shape)) : new Fix(FixKind.NameDimension));
    }

    /// <summary>In PyTorch <c>x.norm(1)</c> is the 1-norm of everything. With <c>keepdim</c> or an order beside it, a number is plainly the dimension.</summary>
    private static void NoteDimension(Call call, IReadOnlyList<int> axes)
    {
        if (call.Arguments.Any(argument => argument.Parameter is "keepdim" or "p" && !argument.IsDefault)) return;
        var number = call.SiteOf(call.Has("dim") ? "dim" : "dimension");
        call.Session.Note(new Refusal(
            Reason.AmbiguousNumber,
            number,
            $"with a whole number norm is the 2-norm along dimension {Text.Literal(axes[0])}, not a norm of that order as in PyTorch",
            $"write {call.Member}({(call.Has("dim") ? "dim" : "dimension")}: {Text.Literal(axes[0])}) if that is meant, with p: 1 for the 1-norm",
            null)
        {
            Fix = new Fix(FixKind.NameDimension),
        });
    }

    /// <summary><c>max()</c> and <c>min()</c> are three operators: over everything, along an axis with the indices, and of two tensors.</summary>
    private static AbstractValue MaxOrMin(Call call)
    {
        if (!call.Has("other")) return WithIndices(call);
        var subject = call.Subject();
        var other = call.TakeTensor("other")!;
        return call.Result(subject.HoldsExamples ? subject : other, Broadcasting.Of(call, [subject, other]));
    }

    private static AbstractValue WithIndices(Call call)
    {
        var reduced = Reduce(null)(call);
        return call.Has("dim") ? Pair(call, reduced) : reduced;
    }

    /// <summary>Along a dimension, TorchSharp 0.107 ends the process.</summary>
    private static AbstractValue MeanOfNumbers(Call call)
    {
        if (call.Take("dim") is null or ConstantValue { Value: null }) return Reduce(null)(call);
        throw call.Refuse(Reason.UnknownOperation, "nanmean along a dimension ends the process in TorchSharp 0.107", "divide nansum by the number of values that are there, x.isnan().logical_not().sum(dim: 1)");
    }

    /// <summary>The dimension must be written: what null means is not the same in all versions.</summary>
    private static AbstractValue KthValue(Call call)
    {
        if (call.Arguments.FirstOrDefault(argument => argument.Parameter == "dim") is not { IsDefault: false, Value: IntegerValue })
            throw call.Refuse(Reason.UnknownOperation, "kthvalue without a dimension", "name one of the example's own dimensions");
        return Reduce(null)(call);
    }

    private static AbstractValue TopK(Call call)
    {
        var along = Along(-1)(call);
        if (along is not TensorValue { Shape: { } shape } values) return along;
        var axis = call.TakeAxis(shape, -1, "dim");
        return call.Result(values, shape.With(axis, call.Take("k") is IntegerValue { HoldsExamples: false } kept ? kept.Size : Axis.Unknown));
    }

    /// <summary>One value along the axis for each q; a q that is a vector adds an axis in front.</summary>
    private static AbstractValue Quantile(Call call)
    {
        var q = Require.NoExamples(call, call.TakeTensor("q")!, "the quantiles");
        var reduced = (TensorValue)Reduce(null, minusOneIsAll: true)(call);
        if (reduced.Shape is not { } shape || q.Shape is { Rank: 0 }) return reduced;
        if (q.Shape is { Rank: 1 } vector) return call.Result(reduced, new Shape(shape.Axes.Insert(0, vector[0])));
        if (!reduced.HoldsExamples) return call.Result(reduced, null);
        throw call.Refuse(Reason.UnknownOperation, "quantile with a q whose number of axes is not known", "use a number");
    }

    /// <summary>Running sums between neighbours along one axis, which becomes shorter by one.</summary>
    private static AbstractValue Shorter(Call call)
    {
        var along = Along(-1)(call);
        if (along is not TensorValue { Shape: { } shape } values) return along;
        var axis = call.TakeAxis(shape, -1, "dim");
        return call.Result(values, shape.With(axis, shape[axis].Constant is { } size and > 0 ? Axis.Of(size - 1) : Axis.Unknown));
    }

    /// <summary>Differences of neighbours along one axis, after what is put before and after them.</summary>
    private static AbstractValue Differences(Call call)
    {
        var subject = call.Subject();
        TensorValue?[] ends = [call.TakeTensor("prepend"), call.TakeTensor("append")];
        if (call.Take("n") is not (null or IntegerValue { Size.Constant: 1 })) throw call.Refuse(Reason.UnknownOperation, "diff of another order than 1 fails in TorchSharp 0.107", "call it again on its result");
        TensorValue[] parts = [subject, .. ends.Where(end => end is not null).Select(end => end!)];
        if (!Require.KnownRanks(call, parts)) return call.OfUnknownRank(subject);
        var axis = call.TakeAxis(subject.Shape!, -1, "dim");
        foreach (var part in parts)
        {
            Require.NotOverExamples(call, part, [axis], "goes along");
            Require.Aligned(call, subject, part, axis);
        }

        var sizes = parts.Select(part => part.Shape![axis].Constant).Append(-1).ToArray();
        var total = sizes.All(size => size is not null) ? sizes.Sum(size => size!.Value) : -1;
        return call.Result(subject, subject.Shape!.With(axis, total >= 0 ? Axis.Of(total) : Axis.Unknown));
    }

    private static AbstractValue Twice(AbstractValue value) => value is TensorValue ? new SequenceValue(EquatableArray.From([value, value])) : value;

    private static AbstractValue Pair(Call call, AbstractValue values) => values is TensorValue tensor
        ? new SequenceValue(EquatableArray.From<AbstractValue>([tensor, call.Result(tensor, tensor.Shape, Element.Integer)]))
        : values;
}
