using System.Collections.Generic;
using System.Linq;
using DslDp.Generator.Proof;
using DslDp.Generator.Proof.Rules;

namespace DslDp.Generator.Planning;

/// <summary>One call of a component, for the documentation of the model: its path, what it is, the shapes before and after.</summary>
/// <param name="Name">The path in the model, or nothing where the component has none of its own.</param>
/// <param name="Component">What it is, with its sizes.</param>
/// <param name="Input">The shape that goes in.</param>
/// <param name="Output">The shape that comes out.</param>
/// <param name="Positions">For a layer that is applied at several places of one example, their number.</param>
internal sealed record CallShapes(string Name, string Component, string Input, string Output, string? Positions)
{
    /// <summary>The calls in their order, each once.</summary>
    public static EquatableArray<CallShapes> Of(AbstractValue model, IEnumerable<LayerCall> calls)
    {
        var paths = TrainingPlan.ModulesOf(model, "", withFrozen: true).ToLookup(module => (object)module.Module.Made, module => module.Path, ReferenceComparer.Instance);
        return EquatableArray.From(calls
            .Select(call => new CallShapes(
                paths[call.Module.Made].FirstOrDefault() ?? "",
                ModuleRows.Recorded.Contains(call.Module.Kind) ? TrainingPlan.Describe(call.Module) : call.Module.Kind,
                LayerCall.Describe(call.Input),
                LayerCall.Describe(call.Output),
                PositionsOf(call)))
            .Distinct());
    }

    /// <summary>All axes of the result but the batch and the one that the layer writes.</summary>
    private static string? PositionsOf(LayerCall call)
    {
        if (call.Output is not TensorValue { Shape: { Rank: > 1 } shape }) return null;
        int written;
        if (call.Module.Kind == "Linear") written = shape.Rank - 1;
        else if (call.Module.Kind is "Conv1d" or "Conv2d" or "Conv3d") written = 1;
        else return null;
        return Axis.Product(shape.Axes.Where((_, axis) => axis != written).SelectMany(axis => axis.Factors).Where(factor => factor.Kind != FactorKind.Examples)).ToString();
    }

    /// <summary>A component is itself, whatever others are made like it.</summary>
    private sealed class ReferenceComparer : IEqualityComparer<object>
    {
        public static ReferenceComparer Instance { get; } = new();

        bool IEqualityComparer<object>.Equals(object? left, object? right) => ReferenceEquals(left, right);

        int IEqualityComparer<object>.GetHashCode(object value) => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(value);
    }
}
