using System.Collections.Generic;
using System.Linq;
using DslDp.Generator.Proof;

namespace DslDp.Generator.Lowering;

/// <summary>Components that hold others: what they hold, and what they hold after a constructor has added to them.</summary>
internal static class ModuleContainers
{
    private const string Modules = "modules";

    public static bool IsDictionary(ModuleValue container) => container.Kind is "ModuleDict" or "ParameterDict";

    /// <summary>The parts in their order; of a dictionary, pairs of a name and a part. Null where it holds none, or they cannot be seen.</summary>
    public static SequenceValue? PartsOf(ModuleValue container)
    {
        if (container.Kind is not ("Sequential" or "ModuleList" or "ModuleDict" or "ParameterList" or "ParameterDict") || container.Setting(Modules) is not SequenceValue parts) return null;
        return IsDictionary(container) && !parts.Items.All(part => part is SequenceValue { Items.Count: 2 }) ? null : parts;
    }

    /// <summary>The container after one of its methods has added to it; null for any other method, or where what it holds is not known.</summary>
    public static ModuleValue? Grown(ModuleValue container, string method, IReadOnlyList<AbstractValue> arguments)
    {
        if (PartsOf(container) is not { } parts) return null;
        AbstractValue[]? added = (method, arguments.Count) switch
        {
            ("Add" or "append", 1) => [arguments[0]],
            ("Add" or "append" or "add_module", 2) when arguments[0] is ConstantValue { Value: string } => [container.Kind is "ModuleList" or "ParameterList" ? arguments[1] : new SequenceValue(EquatableArray.From(arguments))],
            ("extend" or "AddRange" or "update", 1) when arguments[0] is SequenceValue several => [.. several.Items],
            _ => null,
        };
        if (added is null) return null;
        return new ModuleValue(container.Kind, container.Settings.SetItem(Modules, new SequenceValue(EquatableArray.From(parts.Items.Concat(added)))));
    }
}
