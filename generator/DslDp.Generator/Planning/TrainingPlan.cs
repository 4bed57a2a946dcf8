using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using DslDp.Generator.Lowering;
using DslDp.Generator.Proof;
using DslDp.Generator.Proof.Rules;
using DslDp.Generator.Reading;
using Microsoft.CodeAnalysis;

namespace DslDp.Generator.Planning;

/// <summary>One layer that is trained: its path in the model, the call that makes it, and how its gradients are clipped.</summary>
internal sealed record LayerChoice(string Name, string Layer, string Rule);

/// <summary>Everything that the writer needs beside the user's own text.</summary>
internal sealed record TrainingPlan(NoisePlan Noise, EquatableArray<LayerChoice> Layers, bool HasGroupNorm, ImmutableSortedDictionary<string, ClassLabels> Labels, string Result, EquatableArray<CallShapes> Calls, bool OneExampleAtATime, EquatableArray<(string Method, string Why)> Vouched)
{
    /// <summary>The layers of a model that has been built and are trained, and its own parameters, in the order in which they are declared.</summary>
    public static IEnumerable<LayerChoice> LayersOf(AbstractValue model) => PartsOf(model, "", withFrozen: false).Select(part => part.Value switch
    {
        ModuleValue module when ModuleRows.Recorded.Contains(module.Kind) => new LayerChoice(part.Path, Describe(module), ClippingRules.Of(module)),
        TensorValue { IsParameter: true } parameter => new LayerChoice(part.Path, $"Parameter {parameter}", ClippingRules.OfParameter),
        _ => null,
    }).OfType<LayerChoice>();

    /// <summary>The components of TorchSharp in a model that has been built, in the order in which they are declared.</summary>
    public static IEnumerable<(string Path, ModuleValue Module)> ModulesOf(AbstractValue value, string path, bool withFrozen) =>
        PartsOf(value, path, withFrozen).Where(part => part.Value is ModuleValue).Select(part => (part.Path, (ModuleValue)part.Value));

    /// <summary>Components and parameters by the names that <c>named_parameters()</c> gives them.</summary>
    private static IEnumerable<(string Path, AbstractValue Value)> PartsOf(AbstractValue value, string path, bool withFrozen) => value switch
    {
        ModuleValue container when ModuleContainers.PartsOf(container) is { } parts => parts.Items.SelectMany((part, index) =>
            part is SequenceValue { Items: [ConstantValue { Value: string name }, var named] }
                ? PartsOf(named, $"{path}.{name}", withFrozen)
                : PartsOf(part, $"{path}.{Text.Literal(index)}", withFrozen)),
        ModuleValue container when ModuleContainers.ContentsOf(container) is ManyValue many => PartsOf(many, path, withFrozen),
        ManyValue { Item: SequenceValue { Items: [_, var named] } } => PartsOf(named, $"{path}.*", withFrozen),
        ManyValue { Item: ChoiceValue choice } => choice.Options.SelectMany((option, index) => PartsOf(option, $"{path}.*{(index == 0 ? "" : Text.Literal(index + 1))}", withFrozen)),
        ManyValue many => PartsOf(many.Item, $"{path}.*", withFrozen),
        ChoiceValue choice => choice.Present.Items.SelectMany((option, index) => PartsOf(option, index == 0 ? path : $"{path}|{Text.Literal(index + 1)}", withFrozen)),
        ModuleValue or TensorValue { IsParameter: true } => [(path, value)],
        ObjectValue { Identity: INamedTypeSymbol type } own => MembersOf(type)
            .Where(member => own.Fields.ContainsKey(member.Name) && (withFrozen || !AttributeReader.Has(member, "FrozenAttribute")))
            .SelectMany(member => PartsOf(own.Fields[member.Name], path.Length == 0 ? member.Name : $"{path}.{member.Name}", withFrozen)),
        _ => [],
    };

    private static IEnumerable<ISymbol> MembersOf(INamedTypeSymbol type) =>
        type.BaseType is { } parent && !parent.DeclaringSyntaxReferences.IsEmpty ? MembersOf(parent).Concat(type.GetMembers()) : type.GetMembers();

    public static string Describe(ModuleValue module) => $"{module.Kind}({string.Join(", ", ClippingRules.SizesOf(module).Select(name => SizeText(module.Setting(name)) ?? "…"))})";

    private static string? SizeText(AbstractValue? size) => size switch
    {
        IntegerValue { Size.Constant: { } number } => Text.Literal(number),
        SequenceValue sizes => $"({string.Join(", ", sizes.Items.Select(item => SizeText(item) ?? "…"))})",
        _ => null,
    };
}
