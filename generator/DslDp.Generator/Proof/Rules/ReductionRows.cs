using System.Linq;

namespace DslDp.Generator.Proof.Rules;

/// <summary>Operators that reach along axes: sound over an example's own axes, a mixture over the examples.</summary>
internal static class ReductionRows
{
    private static readonly string[] DimensionParameters = ["dim", "dims", "dimensions", "dim0", "dim1", "dim2"];

    public static void AddTo(OperatorTable table)
    {
        table.AddTensor("sum mean prod std var amax amin logsumexp nansum nanmean norm", Reduce(null));
        table.AddTensor("all any", Reduce(Element.Boolean));
        table.AddTensor("argmax argmin count_nonzero", Reduce(Element.Integer));
        table.AddTensor("max min", MaxOrMin);
        table.AddTensor("median mode", WithIndices);
        table.AddTensor("softmax log_softmax cumsum cumprod flip", Along(null));
        table.AddTensor("argsort", Along(-1));
        table.AddTensor("sort", call => Pair(call, Along(-1)(call)));
        table.AddAll("torch.nn.functional", "softmax log_softmax softmin gumbel_softmax", Along(null));
        table.Add("torch.nn.functional.normalize", Along(1));
    }

    /// <summary>Operators that keep the shape and reach along one axis, or along several.</summary>
    public static Rule Along(long? fallback) => call =>
    {
        var subject = call.Subject();
        if (subject.Shape is not { } shape) return Free(call, subject);
        var axes = call.TakeAxes(shape, DimensionParameters);
        if (axes is null && fallback is { } dimension) axes = [Dimensions.AxisOf(call, shape, dimension)];
        Require.NotOverExamples(call, subject, axes ?? Enumerable.Range(0, shape.Rank).ToArray(), "goes along");
        call.TakeSettings();
        return call.Result(subject, shape);
    };

    private static Rule Reduce(Element? element) => call =>
    {
        var subject = call.Subject();
        if (subject.Shape is not { } shape) return Free(call, subject);
        var axes = call.TakeAxes(shape, DimensionParameters);
        if (axes is null && subject.HoldsExamples && call.Take("type") is EnumerationValue { Member: "Byte" } or IntegerValue { Size.Constant: 0 })
        {
            throw call.Refuse(
                Reason.OverloadTrap,
                $"{call.Member}(0) binds to the overload with a ScalarType: it reduces everything, to Byte",
                $"name the dimension, {call.Member}(dim: 1), and not the examples' own");
        }

        var all = axes ?? Enumerable.Range(0, shape.Rank).ToArray();
        Require.NotOverExamples(call, subject, all, "reduces");
        var keep = call.TakeFlag(false, "keepdim");
        call.TakeSettings();
        return call.Result(subject, shape.Without([.. all], keep), element);
    };

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

    private static AbstractValue Pair(Call call, AbstractValue values) => values is TensorValue tensor
        ? new SequenceValue(EquatableArray.From<AbstractValue>([tensor, call.Result(tensor, tensor.Shape, Element.Integer)]))
        : values;

    private static TensorValue Free(Call call, TensorValue subject)
    {
        call.TakeSettings();
        return call.Result(subject, null);
    }
}
