using System.Collections.Immutable;
using System.Linq;

namespace DslDp.Generator.Proof;

/// <summary>What is known where two paths of the program meet. Never a guess: what differs becomes unknown.</summary>
internal static class Join
{
    public static AbstractValue Of(AbstractValue left, AbstractValue right)
    {
        if (left.Equals(right)) return left;
        return (left, right) switch
        {
            (RefusedValue, _) or (_, RefusedValue) => RefusedValue.Instance,
            (BatchSizeDependentValue, _) or (_, BatchSizeDependentValue) => BatchSizeDependentValue.Instance,
            (TensorValue a, TensorValue b) => Tensors(a, b),
            (OptionalValue or TensorValue, OptionalValue or TensorValue) => Tensors(Present(left), Present(right)) is TensorValue both ? new OptionalValue(both) : Tensors(Present(left), Present(right)),
            (OptionalValue or TensorValue, ConstantValue { Value: null }) => new OptionalValue(Present(left)),
            (ConstantValue { Value: null }, OptionalValue or TensorValue) => new OptionalValue(Present(right)),
            (IntegerValue a, IntegerValue b) => new IntegerValue(a.HoldsExamples || b.HoldsExamples
                ? Axis.Product(Axis.Examples, Axis.Unknown)
                : Axis.Unknown),
            (NumberValue, NumberValue) => new NumberValue((double?)null),
            (SequenceValue a, SequenceValue b) when a.Items.Count == b.Items.Count =>
                new SequenceValue(EquatableArray.From(a.Items.Zip(b.Items, Of))),
            (SequenceValue or ManyValue, SequenceValue or ManyValue) => Many(left, right),
            (ListValue a, ListValue b) when Of(a.Contents, b.Contents) is SequenceValue or ManyValue or TableValue => new ListValue(Of(a.Contents, b.Contents)),
            (TableValue a, TableValue b) when a.Rows.Count == b.Rows.Count && a.Rows.Items.Zip(b.Rows.Items, (left, right) => left.Key.Equals(right.Key)).All(same => same) =>
                new TableValue(EquatableArray.From(a.Rows.Items.Zip(b.Rows.Items, (left, right) => (left.Key, Of(left.Value, right.Value))))),
            (ListValue a, _) => Of(a.Contents, right),
            (_, ListValue b) => Of(left, b.Contents),
            (ObjectValue { IsGathered: true } a, ObjectValue { IsGathered: true } b) when a.Identity.Equals(b.Identity) && a.Fields.Count == b.Fields.Count && a.Fields.Keys.All(b.Fields.ContainsKey) =>
                a with { Fields = a.Fields.ToImmutableDictionary(field => field.Key, field => Of(field.Value, b.Fields[field.Key])) },
            (ModuleValue a, ModuleValue b) when Containers(a, b) is { } container => container,
            (ModuleValue or ObjectValue or ChoiceValue or ConstantValue { Value: null }, ModuleValue or ObjectValue or ChoiceValue or ConstantValue { Value: null }) => Choice(left, right),
            (UnknownValue, _) => left,
            (_, UnknownValue) => right,
            _ when IsPublic(left) && IsPublic(right) => PublicValue.Instance,
            _ => new UnknownValue("it is one thing on one path and another on the next"),
        };
    }

    public static bool IsPublic(AbstractValue value) => value switch
    {
        PublicValue or ConstantValue or EnumerationValue or NumberValue => true,
        IntegerValue integer => !integer.HoldsExamples,
        SequenceValue sequence => sequence.Items.All(IsPublic),
        ManyValue many => IsPublic(many.Item),
        _ => false,
    };

    /// <summary>Lists of which at least one may have another length: how they begin alike, and then any number of the rest.</summary>
    private static AbstractValue Many(AbstractValue left, AbstractValue right)
    {
        var (first, second) = (PartsOf(left), PartsOf(right));
        if (first.Length + second.Length == 0) return left;
        var same = 0;
        while (same < first.Length && same < second.Length && first[same].Equals(second[same])) same++;
        var rest = first.Skip(same).Concat(second.Skip(same)).Select(ItemOf).ToArray();
        return InOrder(rest.Length == 0 ? first : first.Take(same).Append(new ManyValue(rest.Aggregate(Of))));
    }

    /// <summary>The parts of a list, in order.</summary>
    public static AbstractValue[] PartsOf(AbstractValue list) => list switch
    {
        SequenceValue sequence => [.. sequence.Items],
        ManyValue { Parts.Count: > 0 } many => [.. many.Parts],
        _ => [list],
    };

    private static AbstractValue ItemOf(AbstractValue part) => part is ManyValue many ? many.Item : part;

    /// <summary>A list of parts one after the other, of which at least one is any number of items.</summary>
    public static ManyValue InOrder(System.Collections.Generic.IEnumerable<AbstractValue> parts)
    {
        var together = new System.Collections.Generic.List<AbstractValue>();
        foreach (var part in parts)
        {
            if (part is ManyValue more && together.Count > 0 && together[together.Count - 1] is ManyValue before) together[together.Count - 1] = new ManyValue(Of(before.Item, more.Item));
            else together.Add(part is ManyValue many ? new ManyValue(many.Item) : part);
        }

        var item = together.Select(ItemOf).Aggregate(Of);
        return together.Count == 1 ? new ManyValue(item) : new ManyValue(item) { Parts = EquatableArray.From(together.ToArray()) };
    }

    /// <summary>One container that holds other components on one path than on the other; null where they are other components.</summary>
    private static ModuleValue? Containers(ModuleValue left, ModuleValue right)
    {
        if (left.Kind != right.Kind || left.IsFrozen != right.IsFrozen || left.Setting("modules") is not (SequenceValue or ManyValue) || right.Setting("modules") is not (SequenceValue or ManyValue)) return null;
        return left.With("modules", Of(left.Setting("modules")!, right.Setting("modules")!)) is var joined && joined.Settings.Remove("modules").Count == right.Settings.Count - 1 ? joined : null;
    }

    private static TensorValue Present(AbstractValue value) => value as TensorValue ?? ((OptionalValue)value).Tensor;

    private static AbstractValue Tensors(TensorValue left, TensorValue right)
    {
        var element = left.Element == right.Element ? left.Element : Element.Unknown;
        var input = left.Input == right.Input ? left.Input : null;
        if (!left.HoldsExamples && !right.HoldsExamples)
        {
            var shape = left.Shape is { } a && right.Shape is { } b && a.Rank == b.Rank ? Axes(a, b) : null;
            return new TensorValue(shape, element) { IsParameter = left.IsParameter && right.IsParameter, IsTrained = left.IsTrained || right.IsTrained, IsFresh = left.IsFresh && right.IsFresh, Trail = left.Trail };
        }

        if (left.Shape is { } first && right.Shape is { } second && first.Rank == second.Rank && Axes(first, second) is { } joined)
            return new TensorValue(joined, element) { Input = input, Trail = left.Trail };
        return new UnknownValue($"the examples lie differently on the paths that meet here, {left} and {right}");
    }

    /// <summary>Null where the examples do not lie on the same axis in the same way on both paths.</summary>
    private static Shape? Axes(Shape left, Shape right)
    {
        var axes = new Axis[left.Rank];
        for (var axis = 0; axis < axes.Length; axis++)
        {
            if (left[axis].Equals(right[axis])) axes[axis] = left[axis];
            else if (left[axis].HoldsExamples || right[axis].HoldsExamples) return null;
            else axes[axis] = Axis.Unknown;
        }

        return new(axes);
    }

    private static ChoiceValue Choice(AbstractValue left, AbstractValue right) =>
        new(EquatableArray.From(Options(left).Concat(Options(right)).Distinct()));

    private static ImmutableArray<AbstractValue> Options(AbstractValue value) => value is ChoiceValue choice ? choice.Options.Items : ImmutableArray.Create(value);
}
