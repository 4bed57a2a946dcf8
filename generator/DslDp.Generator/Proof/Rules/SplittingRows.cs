using System;
using System.Collections.Generic;
using System.Linq;

namespace DslDp.Generator.Proof.Rules;

/// <summary>Operators that cut a tensor into a list of parts along one axis. Most default to axis 0, which holds the examples.</summary>
internal static class SplittingRows
{
    public static void AddTo(OperatorTable table)
    {
        table.AddTensor("split", call => Parts(call, Dimension(call, 0), Split));
        table.AddTensor("chunk", call => Parts(call, Dimension(call, 0), Chunk));
        table.AddTensor("unbind", Unbind);
        table.AddTensor("tensor_split", call => Parts(call, Dimension(call, 0), Even));
        table.AddTensor("hsplit", call => Parts(call, shape => shape.Rank == 1 ? 0 : 1, Even));
        table.AddTensor("vsplit", call => Parts(call, _ => 0, Even));
        table.AddTensor("dsplit", call => Parts(call, shape => Dimensions.AxisOf(call, shape, 2), Even));
    }

    private delegate IEnumerable<long>? Cut(long length, IReadOnlyList<long> numbers, bool isList);

    private static Func<Shape, int> Dimension(Call call, long fallback) => shape => call.TakeAxis(shape, fallback, "dim");

    private static AbstractValue Parts(Call call, Func<Shape, int> dimension, Cut cut)
    {
        var subject = call.Subject();
        var setting = call.Take("size", "sizes", "chunks", "split_size_or_sections", "indices_or_sections") ?? PublicValue.Instance;
        if (subject.Shape is not { } shape)
        {
            call.TakeSettings();
            return new UnknownValue($"it is a part of a tensor whose axes are not known, by {call.Member}");
        }

        var axis = dimension(shape);
        if (MergedBatches.Parts(call.Member, shape[axis], setting) is { } batches)
            return new SequenceValue(EquatableArray.From<AbstractValue>(batches.Select(count => call.Result(subject, shape.With(axis, MergedBatches.Of(count)))).ToArray()));
        Require.NotOverExamples(call, subject, [axis], ByDefault(call, "cuts"));
        var numbers = Dimensions.Numbers(call, setting, "the sizes").ToArray();
        if (call.Member == "split" && setting is SequenceValue && shape[axis].Constant is { } whole && numbers.Sum() != whole)
            throw call.Refuse(Reason.ShapeMismatch, $"split of axis {axis} of {shape} into parts that add up to {Text.Literal(numbers.Sum())}", $"make the parts add up to {Text.Literal(whole)}", trail: subject.Trail);
        if (shape[axis].Constant is not { } length || cut(length, numbers, setting is SequenceValue) is not { } sizes)
        {
            throw call.Refuse(
                Reason.UnknownOperation,
                $"{call.Member} of axis {axis} of {shape} gives parts whose number or sizes the compiler cannot tell",
                "use split with sizes on an axis whose size is a constant",
                trail: subject.Trail);
        }

        return new SequenceValue(EquatableArray.From<AbstractValue>(sizes.Select(size => call.Result(subject, shape.With(axis, Axis.Of(size)))).ToArray()));
    }

    private static AbstractValue Unbind(Call call)
    {
        var subject = call.Subject();
        if (subject.Shape is not { } shape)
        {
            call.TakeSettings();
            return new UnknownValue("it is a part of a tensor whose axes are not known, by unbind");
        }

        var axis = call.TakeAxis(shape, 0, "dimension", "dim");
        Require.NotOverExamples(call, subject, [axis], ByDefault(call, "takes apart"));
        if (shape[axis].Constant is not ({ } length and <= 4096))
            throw call.Refuse(Reason.UnknownOperation, $"unbind of axis {axis} of {shape} gives a number of parts that the compiler cannot tell", "use an axis whose size is a constant", trail: subject.Trail);
        var part = call.Result(subject, shape.Without([axis], keep: false));
        return new SequenceValue(EquatableArray.From(Enumerable.Repeat((AbstractValue)part, (int)length).ToArray()));
    }

    /// <summary>The default of the dimension is the axis of the examples, which the call does not show.</summary>
    private static string ByDefault(Call call, string does) => call.Arguments.Any(argument => argument.Parameter is "dim" or "dimension" && !argument.IsDefault) ? does : does + ", since no dimension is named,";

    private static IEnumerable<long>? Split(long length, IReadOnlyList<long> numbers, bool isList)
    {
        if (isList) return numbers.Sum() == length && numbers.All(size => size >= 0) ? numbers : null;
        return numbers[0] > 0 ? Runs(length, numbers[0]) : null;
    }

    /// <summary>Chunks of the same size, rounded up; the last is smaller, and there may be fewer than asked for.</summary>
    private static IEnumerable<long>? Chunk(long length, IReadOnlyList<long> numbers, bool isList) =>
        isList || numbers[0] < 1 || length < 1 ? null : Runs(length, (length + numbers[0] - 1) / numbers[0]);

    /// <summary>Parts of the same size, or parts that end at the places of a list, and the rest.</summary>
    private static IEnumerable<long>? Even(long length, IReadOnlyList<long> numbers, bool isList)
    {
        if (!isList) return numbers[0] < 1 || length % numbers[0] != 0 ? null : Runs(length, length / numbers[0]);
        long[] ends = [0, .. numbers, length];
        return ends.Zip(ends.Skip(1), (from, to) => to - from).ToArray() is var sizes && sizes.All(size => size >= 0) ? sizes : null;
    }

    private static List<long>? Runs(long length, long size)
    {
        if (size < 1 || length / size > 4096) return null;
        var runs = new List<long>();
        for (var from = 0L; from < length; from += size) runs.Add(Math.Min(size, length - from));
        return runs;
    }
}
