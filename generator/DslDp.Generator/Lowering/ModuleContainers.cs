using System.Collections.Generic;
using System.Linq;
using DslDp.Generator.Proof;

namespace DslDp.Generator.Lowering;

/// <summary>Components that hold others: what they hold, and what they hold after a constructor has added to them.</summary>
internal static class ModuleContainers
{
    private const string Modules = "modules";

    public static bool IsDictionary(ModuleValue container) => container.Kind is "ModuleDict" or "ParameterDict";

    /// <summary>The parts in their order, or any number of parts that are alike; of a dictionary, pairs of a name and a part. Null where it holds none, or they cannot be seen.</summary>
    public static AbstractValue? ContentsOf(ModuleValue container)
    {
        if (container.Kind is not ("Sequential" or "ModuleList" or "ModuleDict" or "ParameterList" or "ParameterDict")) return null;
        return container.Setting(Modules) switch
        {
            SequenceValue parts => IsDictionary(container) && !parts.Items.All(IsPair) ? null : parts,
            ManyValue many => IsDictionary(container) && !IsPair(many.Item) ? null : many,
            _ => null,
        };
    }

    /// <summary>The parts, where it is known how many there are.</summary>
    public static SequenceValue? PartsOf(ModuleValue container) => ContentsOf(container) as SequenceValue;

    /// <summary>The container after one of its methods has added to it; null for any other method, or where what it holds is not known.</summary>
    public static ModuleValue? Grown(ModuleValue container, string method, IReadOnlyList<AbstractValue> arguments)
    {
        if (ContentsOf(container) is not { } contents) return null;
        AbstractValue[]? added = (method, arguments.Count) switch
        {
            ("append", 1) when arguments[0] is SequenceValue several && !IsDictionary(container) => [.. several.Items],
            ("Add" or "append", 1) => [arguments[0]],
            ("Add" or "append" or "add_module", 2) when arguments[0] is ConstantValue { Value: string } => [container.Kind is "ModuleList" or "ParameterList" ? arguments[1] : new SequenceValue(EquatableArray.From(arguments))],
            ("Add" or "append" or "add_module", 2) when container.Kind is "ModuleList" or "ParameterList" && Join.IsPublic(arguments[0]) => [arguments[1]],
            ("extend" or "AddRange" or "update", 1) when arguments[0] is SequenceValue all => [.. all.Items],
            _ => null,
        };
        if (added is null) return (method, arguments) is ("extend" or "AddRange", [ManyValue more]) ? container.With(Modules, Join.Of(contents, more)) : null;
        return container.With(Modules, contents is ManyValue many
            ? new ManyValue(added.Aggregate(many.Item, Join.Of))
            : new SequenceValue(EquatableArray.From(((SequenceValue)contents).Items.Concat(added))));
    }

    /// <summary>A container that may have grown, or not.</summary>
    public static ModuleValue MaybeGrown(ModuleValue container, ModuleValue grown) => container.With(Modules, Join.Of(ContentsOf(container)!, ContentsOf(grown)!));

    private static bool IsPair(AbstractValue part) => part is SequenceValue { Items.Count: 2 };
}
