using DslDp.Generator.Proof;

namespace DslDp.Generator.Tests.Experiments;

/// <summary>
/// A mistake that an author of rows could make, as a way to spoil a right row: the row sees other operands or settings than were written, and its
/// result is taken for that of the true ones. <paramref name="Concerns"/> is what an operation looks like that the mistake can matter to.
/// </summary>
internal sealed record Distortion(string Mistake, string Concerns, Func<IReadOnlyList<Argument>, IReadOnlyList<Argument>> Spoil)
{
    private const string Forgotten = "forgotten";

    private static readonly HashSet<string> Dimensions = ["dim", "dims", "dim0", "dim1", "axis", "dimension", "start_dim", "end_dim", "source", "destination"];

    /// <summary>The mistakes, each of which every row is tried with.</summary>
    public static IReadOnlyList<Distortion> All { get; } =
    [
        new("forgets which axis holds the examples", "", Each(argument => argument with { Value = WithAxes(argument.Value, Forget) })),
        new("counts dimensions from the wrong end", "[DS]", EachDimension(dimension => -1 - dimension)),
        new("is one off in dimensions", "[DS]", EachDimension(dimension => dimension == -1 ? -2 : dimension + 1)),
        new("never keeps a dimension", "keepdim", Each(argument => argument.Parameter == "keepdim" ? argument with { Value = new ConstantValue(false) } : argument)),
        new("always keeps a dimension", "\\b[DS]\\)", Each(argument => argument.Parameter == "keepdim" ? argument with { Value = new ConstantValue(true), IsDefault = false } : argument)),
        new("lines axes up from the left", "B|, A|/ A|- A", FromTheLeft),
        new("lets the batch size into values", "shape|numel", Each(argument => argument.Value is IntegerValue { HoldsExamples: true } ? argument with { Value = PublicValue.Instance } : argument)),
        new("takes the examples to lie outermost", "", Each(argument => argument with { Value = WithShape(argument.Value, shape => new Shape(shape.Axes.OrderBy(axis => !axis.HoldsExamples))) })),
        new("takes every reduction for none", "_loss", Each(argument => argument.Value is EnumerationValue { Member: "Mean" or "Sum" } reduction ? argument with { Value = reduction with { Member = "None" }, IsDefault = false } : argument)),
        new("reads a permutation the wrong way round", "permute", Each(argument => argument.Parameter is "permutation" or "dims" ? argument with { Value = Inverse(argument.Value) } : argument)),
    ];

    /// <summary>The row with the mistake in it.</summary>
    public Rule Of(Rule right) => call =>
    {
        // The receiver is a parameter like the others to a mistake.
        Argument[] written = [new("this", call.Receiver ?? ConstantValue.Null, false, call.Site), .. call.Arguments];
        foreach (var argument in call.Arguments) call.Take(argument.Parameter);
        var spoilt = Spoil(written);
        var result = right(new Call(call.Member, call.Receiver is null ? null : spoilt[0].Value, [.. spoilt.Skip(1)], call.Site, call.Session) { MayOverwrite = call.MayOverwrite });
        return WithAxes(result, factor => factor.Name == Forgotten ? Factor.Examples : factor);
    };

    private static Factor Forget(Factor factor) => factor.Kind == FactorKind.Examples ? Factor.Length(Forgotten) : factor;

    private static Func<IReadOnlyList<Argument>, IReadOnlyList<Argument>> Each(Func<Argument, Argument> spoil) => arguments => [.. arguments.Select(spoil)];

    private static Func<IReadOnlyList<Argument>, IReadOnlyList<Argument>> EachDimension(Func<long, long> spoil)
    {
        AbstractValue Spoilt(AbstractValue value) => value switch
        {
            IntegerValue { Size.Constant: { } dimension } => IntegerValue.Of(spoil(dimension)),
            SequenceValue sequence => new SequenceValue(EquatableArray.From(sequence.Items.Select(Spoilt))),
            _ => value,
        };

        return Each(argument => Dimensions.Contains(argument.Parameter) ? argument with { Value = Spoilt(argument.Value) } : argument);
    }

    /// <summary>The shorter operands get their missing axes at the end.</summary>
    private static IReadOnlyList<Argument> FromTheLeft(IReadOnlyList<Argument> arguments)
    {
        var rank = arguments.Max(argument => argument.Value is TensorValue { Shape: { } shape } ? shape.Rank : 0);
        return [.. arguments.Select(argument => argument with { Value = WithShape(argument.Value, shape => shape.Rank == 0 ? shape : new Shape([.. shape.Axes, .. Enumerable.Repeat(Axis.One, rank - shape.Rank)])) })];
    }

    private static AbstractValue WithAxes(AbstractValue value, Func<Factor, Factor> change) => value is IntegerValue integer
        ? new IntegerValue(Axis.Product(integer.Size.Factors.Select(change)))
        : WithShape(value, shape => new Shape(shape.Axes.Select(axis => Axis.Product(axis.Factors.Select(change)))));

    private static AbstractValue WithShape(AbstractValue value, Func<Shape, Shape> change) => value switch
    {
        TensorValue { Shape: { } shape } tensor => tensor with { Shape = change(shape) },
        SequenceValue sequence => new SequenceValue(EquatableArray.From(sequence.Items.Select(item => WithShape(item, change)))),
        _ => value,
    };

    private static AbstractValue Inverse(AbstractValue value)
    {
        if (value is not SequenceValue { Items: { } items } || items.Any(item => item is not IntegerValue { Size.Constant: >= 0 })) return value;
        var order = items.Select(item => (int)((IntegerValue)item).Size.Constant!.Value).ToArray();
        if (!order.Order().SequenceEqual(Enumerable.Range(0, order.Length))) return value;
        return new SequenceValue(EquatableArray.From<AbstractValue>(Enumerable.Range(0, order.Length).Select(axis => IntegerValue.Of(Array.IndexOf(order, axis)))));
    }
}
