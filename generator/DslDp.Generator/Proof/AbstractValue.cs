using System;
using System.Collections.Immutable;

namespace DslDp.Generator.Proof;

/// <summary>What the proof knows of a value in the user's program. Finite in height, so that loops reach a fixpoint.</summary>
internal abstract record AbstractValue;

internal enum Element
{
    Unknown,
    Float,
    Integer,
    Boolean,
}

/// <summary>
/// A tensor. With a shape that holds the examples, each slice along that axis depends on its own example and the parameters only;
/// with a shape that does not, or with none (rank unknown), it depends on no example at all.
/// </summary>
internal sealed record TensorValue(Shape? Shape, Element Element) : AbstractValue
{
    /// <summary>The declared batch that this value is, untouched; labels are checked against the classes before training.</summary>
    public string? Input { get; init; }

    /// <summary>A parameter that is trained, itself. Only with <see cref="IsTrained"/>.</summary>
    public bool IsParameter { get; init; }

    /// <summary>The same for all examples, and computed from parameters that are trained: where it meets the examples, their gradients must be told apart.</summary>
    public bool IsTrained { get; init; }

    /// <summary>Memory that was made in this forward: it may be written to, as long as it holds no example.</summary>
    public bool IsFresh { get; init; }

    public Trail? Trail { get; init; }

    public bool HoldsExamples => Shape is { HoldsExamples: true };

    public bool Equals(TensorValue? other) =>
        other is not null && Equals(Shape, other.Shape) && Element == other.Element && Input == other.Input && IsParameter == other.IsParameter && IsTrained == other.IsTrained && IsFresh == other.IsFresh;

    public override int GetHashCode() => unchecked(((Shape?.GetHashCode() ?? 0) * 31) + (int)Element);

    public override string ToString() => Shape?.ToString() ?? "[?]";
}

/// <summary>An integer, as a size. One that holds the number of examples is private: it may shape a tensor, not enter a value.</summary>
internal sealed record IntegerValue(Axis Size) : AbstractValue
{
    public static IntegerValue Unknown { get; } = new(Axis.Unknown);

    public bool HoldsExamples => Size.HoldsExamples;

    public static IntegerValue Of(long value) => new(Axis.Of(value));
}

/// <summary>A floating-point number that holds no example's data; null when it is not known before the run.</summary>
internal sealed record NumberValue(double? Constant) : AbstractValue;

/// <summary>A constant that is not a number: a flag, a text, null.</summary>
internal sealed record ConstantValue(object? Value) : AbstractValue
{
    public static ConstantValue Null { get; } = new((object?)null);
}

/// <summary>A member of an enumeration.</summary>
internal sealed record EnumerationValue(string Type, string Member) : AbstractValue;

/// <summary>A value that holds no example's data and is not known before the run: a device, a flag of the configuration.</summary>
internal sealed record PublicValue : AbstractValue
{
    public static PublicValue Instance { get; } = new();
}

/// <summary>Something that depends on how many examples the batch has; a branch on it is refused.</summary>
internal sealed record BatchSizeDependentValue : AbstractValue
{
    public static BatchSizeDependentValue Instance { get; } = new();
}

/// <summary>A tuple, an array, a list, a span of values.</summary>
internal sealed record SequenceValue(EquatableArray<AbstractValue> Items) : AbstractValue;

/// <summary>A dictionary of settings that is written out and that nobody changes.</summary>
internal sealed record TableValue(EquatableArray<(AbstractValue Key, AbstractValue Value)> Rows) : AbstractValue;

/// <summary>A list of any length, whose items are all like one value: what a loop has filled that turns as often as the run says.</summary>
internal sealed record ManyValue(AbstractValue Item) : AbstractValue
{
    /// <summary>What comes in which order, where that is known: items that are there once, and, as lists of any length themselves, items that any number of turns have added.</summary>
    public EquatableArray<AbstractValue> Parts { get; init; } = EquatableArray<AbstractValue>.Empty;
}

/// <summary>
/// A list or a dictionary that one variable holds and no other name leads to, so that every change of it is seen. Reading the variable for anything but the
/// collection's own methods makes it its <see cref="Contents"/>, which do not change any more.
/// </summary>
/// <param name="Contents">The collection as it is now: a <see cref="SequenceValue"/>, a <see cref="ManyValue"/> or a <see cref="TableValue"/>.</param>
internal sealed record ListValue(AbstractValue Contents) : AbstractValue;

/// <summary>A TorchSharp module with the settings it was made with, by parameter name.</summary>
internal sealed record ModuleValue(string Kind, ImmutableDictionary<string, AbstractValue> Settings) : AbstractValue
{
    /// <summary>Where it was made: for messages, and no part of what it is.</summary>
    public Site? MadeAt { get; init; }

    private ModuleValue? made;

    /// <summary>It is not trained, so nothing of it needs to be recorded.</summary>
    public bool IsFrozen { get; private init; }

    /// <summary>The component as it was made, whether it is read as a frozen one or not.</summary>
    public ModuleValue Made => made ?? this;

    /// <summary>The component as one that is not trained.</summary>
    public ModuleValue Frozen() => this with { IsFrozen = true, made = Made };

    /// <summary>The component with one setting changed.</summary>
    public ModuleValue With(string name, AbstractValue value) => new(Kind, Settings.SetItem(name, value)) { MadeAt = MadeAt, IsFrozen = IsFrozen };

    public AbstractValue? Setting(string name) => Settings.TryGetValue(name, out var value) ? value : null;

    public bool Equals(ModuleValue? other)
    {
        if (other is null || Kind != other.Kind || IsFrozen != other.IsFrozen || Settings.Count != other.Settings.Count) return false;
        foreach (var setting in Settings)
        {
            if (!other.Settings.TryGetValue(setting.Key, out var value) || !Equals(value, setting.Value)) return false;
        }

        return true;
    }

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Kind);
}

/// <summary>One of the user's own modules, or another object of theirs. <paramref name="Identity"/> is whatever the walker knows it by; its fields are fixed once it is built.</summary>
internal sealed record ObjectValue(object Identity, ImmutableDictionary<string, AbstractValue> Fields) : AbstractValue
{
    /// <summary>It is not trained, so nothing of it needs to be recorded.</summary>
    public bool IsFrozen { get; init; }

    /// <summary>No component, but something that <c>forward</c> has made to keep values together, as it would in a tuple.</summary>
    public bool IsGathered { get; init; }

    public bool Equals(ObjectValue? other)
    {
        if (other is null || !Identity.Equals(other.Identity) || IsFrozen != other.IsFrozen || IsGathered != other.IsGathered || Fields.Count != other.Fields.Count) return false;
        if (ReferenceEquals(Fields, other.Fields)) return true;
        foreach (var field in Fields)
        {
            if (!other.Fields.TryGetValue(field.Key, out var value) || !Equals(value, field.Value)) return false;
        }

        return true;
    }

    public override int GetHashCode() => Identity.GetHashCode();
}

/// <summary>One of several components, which one is settled by configuration; null, where it may be absent, is one of them.</summary>
internal sealed record ChoiceValue(EquatableArray<AbstractValue> Options) : AbstractValue
{
    public bool MayBeAbsent => Present.Count < Options.Count;

    /// <summary>What it is where it is there.</summary>
    public EquatableArray<AbstractValue> Present => EquatableArray.From(System.Linq.Enumerable.Where(Options.Items, option => option is not ConstantValue));
}

/// <summary>A tensor, or null: which of them is settled by the configuration, or by how often a loop has turned, and not by the examples.</summary>
internal sealed record OptionalValue(TensorValue Tensor) : AbstractValue;

/// <summary>A value that the proof cannot say anything about; using it with examples is refused with the reason.</summary>
internal sealed record UnknownValue(string Reason) : AbstractValue
{
    /// <summary>The code that has made it unknown, where that is elsewhere than its use.</summary>
    public Site? At { get; init; }
}

/// <summary>The result of what has been refused already: whatever uses it is not reported again.</summary>
internal sealed record RefusedValue : AbstractValue
{
    public static RefusedValue Instance { get; } = new();
}

/// <summary>A range of an axis, as in <c>x[.., 1..3]</c>; null where it is open.</summary>
internal sealed record SliceValue(AbstractValue? From, AbstractValue? To, AbstractValue? Step) : AbstractValue;

/// <summary>
/// The number of each example in its batch, <c>arange(x.shape[0])</c>, along the one axis of the shape that holds the examples. As a value it would depend on
/// which others are in the batch; it is only good for an index, where it picks each example's own row.
/// </summary>
internal sealed record ExampleNumbersValue(Shape Shape) : AbstractValue
{
    /// <summary>Where they were made, which is refused where they are used for anything else: for messages, and no part of what they are.</summary>
    public Site? MadeAt { get; init; }

    public bool Equals(ExampleNumbersValue? other) => other is not null && Shape.Equals(other.Shape);

    public override int GetHashCode() => Shape.GetHashCode();
}

/// <summary>The <c>...</c> of an index: all the axes that the others leave.</summary>
internal sealed record EllipsisValue : AbstractValue
{
    public static EllipsisValue Instance { get; } = new();
}
