using System.Collections.Generic;
using System.Linq;

namespace DslDp.Generator.Proof.Rules;

/// <summary>
/// Several batches one after the other on one axis, <c>cat([a, b], 0)</c>, so that one call of a layer serves them all: the axis is <c>2·batch</c>, the batches its
/// slowest index. Cut at whole batches, each part is a batch again.
/// </summary>
internal static class MergedBatches
{
    /// <summary>How many batches lie on an axis that holds nothing else; null where it holds other things.</summary>
    public static long? CountOn(Axis axis) => axis switch
    {
        { IsExamples: true } => 1,
        { Factors: [{ Kind: FactorKind.Number, Value: var count }, { Kind: FactorKind.Examples }] } => count,
        _ => null,
    };

    /// <summary>An axis of so many batches.</summary>
    public static Axis Of(long count) => Axis.Product([Factor.Number(count), Factor.Examples]);

    /// <summary>A number of examples as a number of batches; null where it is none.</summary>
    public static long? CountIn(AbstractValue? size) => size switch
    {
        IntegerValue { Size.Constant: 0 } => 0,
        IntegerValue { Size: { Factors: [{ Kind: FactorKind.Examples }, { Kind: FactorKind.Number, Value: var count }] } } => count,
        IntegerValue { Size: var axis } => CountOn(axis),
        _ => null,
    };

    /// <summary>The axis that the batches of all parts make one after the other; null where one of them has something else there.</summary>
    public static Axis? Joined(IEnumerable<TensorValue> parts, int axis)
    {
        var counts = parts.Select(part => axis < part.Shape!.Rank ? CountOn(part.Shape[axis]) : null).ToArray();
        return counts.All(count => count is not null) ? Of(counts.Sum(count => count!.Value)) : null;
    }

    /// <summary>The parts into which <c>chunk(n)</c>, <c>tensor_split(n)</c> or <c>split(batch)</c> cuts such an axis, in batches; null where it does not cut at whole batches.</summary>
    public static long[]? Parts(string member, Axis axis, AbstractValue setting)
    {
        if (axis.IsExamples || CountOn(axis) is not { } count) return null;
        return (member, setting) switch
        {
            ("chunk" or "tensor_split", IntegerValue { Size.Constant: { } parts and > 0 }) when count % parts == 0 => [.. Enumerable.Repeat(count / parts, (int)parts)],
            ("split", SequenceValue sizes) when sizes.Items.Select(CountIn).ToArray() is var each && each.All(size => size > 0) && each.Sum() == count => [.. each.Select(size => size!.Value)],
            ("split", IntegerValue) when CountIn(setting) is { } size and > 0 && count % size == 0 => [.. Enumerable.Repeat(size, (int)(count / size))],
            _ => null,
        };
    }

    /// <summary>The part from one number of examples up to another; null where these are no whole batches within the axis.</summary>
    public static Axis? Between(Axis axis, AbstractValue? from, AbstractValue? to) =>
        CountOn(axis) is { } count && (from is null ? 0 : CountIn(from)) is { } start && (to is null ? count : CountIn(to)) is { } end && start < end && end <= count ? Of(end - start) : null;
}
