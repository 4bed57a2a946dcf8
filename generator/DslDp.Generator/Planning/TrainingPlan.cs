using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using DslDp.Generator.Proof;
using DslDp.Generator.Proof.Rules;
using DslDp.Generator.Reading;
using Microsoft.CodeAnalysis;

namespace DslDp.Generator.Planning;

/// <summary>One layer that is trained: its path in the model, the call that makes it, and how its gradients are clipped.</summary>
internal sealed record LayerChoice(string Name, string Layer, string Rule);

/// <summary>Everything that the writer needs beside the user's own text.</summary>
internal sealed record TrainingPlan(NoisePlan Noise, EquatableArray<LayerChoice> Layers, bool HasGroupNorm, ImmutableSortedDictionary<string, ClassLabels> Labels, string Result, EquatableArray<CallShapes> Calls)
{
    /// <summary>The layers of a model that has been built and are trained, in the order in which they are declared.</summary>
    public static IEnumerable<LayerChoice> LayersOf(AbstractValue model) =>
        ModulesOf(model, "", withFrozen: false).Where(module => ModuleRows.Recorded.Contains(module.Module.Kind)).Select(module => new LayerChoice(module.Path, Describe(module.Module), RuleOf(module.Module)));

    /// <summary>The components of TorchSharp in a model that has been built, in the order in which they are declared.</summary>
    public static IEnumerable<(string Path, ModuleValue Module)> ModulesOf(AbstractValue value, string path, bool withFrozen) => value switch
    {
        ModuleValue { Kind: "Sequential" } sequential when sequential.Setting("modules") is SequenceValue parts =>
            parts.Items.SelectMany((part, index) => part is SequenceValue { Items: [ConstantValue { Value: string name }, var named] }
                ? ModulesOf(named, $"{path}.{name}", withFrozen)
                : ModulesOf(part, $"{path}.{Text.Literal(index)}", withFrozen)),
        ModuleValue module => [(path, module)],
        ObjectValue { Identity: INamedTypeSymbol type } own => type.GetMembers()
            .Where(member => own.Fields.ContainsKey(member.Name) && (withFrozen || !AttributeReader.Has(member, "FrozenAttribute")))
            .SelectMany(member => ModulesOf(own.Fields[member.Name], path.Length == 0 ? member.Name : $"{path}.{member.Name}", withFrozen)),
        _ => [],
    };

    public static string Describe(ModuleValue module) => $"{module.Kind}({string.Join(", ", Sizes(module).Select(size => size ?? "…"))})";

    private static IEnumerable<string?> Sizes(ModuleValue module)
    {
        string[] names = module.Kind switch
        {
            "Linear" => ["inputSize", "outputSize"],
            "Conv1d" or "Conv2d" or "Conv3d" => ["in_channels", "out_channels", "kernel_size"],
            "LayerNorm" => ["normalized_shape"],
            _ => ["num_groups", "num_channels"],
        };
        return names.Select(name => SizeText(module.Setting(name)));
    }

    private static string? SizeText(AbstractValue? size) => size switch
    {
        IntegerValue { Size.Constant: { } number } => Text.Literal(number),
        SequenceValue sizes => $"({string.Join(", ", sizes.Items.Select(item => SizeText(item) ?? "…"))})",
        _ => null,
    };

    private static string RuleOf(ModuleValue module) => module.Kind switch
    {
        "Linear" => "ghost norm with one position an example; with several, ghost norm or a passing per-example gradient, whichever is cheaper",
        "Conv1d" or "Conv2d" or "Conv3d" => "ghost norm or a passing per-example gradient from the unfolded input, whichever is cheaper",
        _ => "sums over positions of the output gradients and of their products with the normalised input",
    };
}
