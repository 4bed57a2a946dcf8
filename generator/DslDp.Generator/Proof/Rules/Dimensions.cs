using System.Collections.Generic;
using System.Linq;

namespace DslDp.Generator.Proof.Rules;

/// <summary>Reads dimensions and sizes out of arguments, and refuses those that are not known.</summary>
internal static class Dimensions
{
    /// <summary>The axes that these arguments name, counted from the front; null where none was written.</summary>
    public static IReadOnlyList<int>? TakeAxes(this Call call, Shape shape, params string[] parameters)
    {
        List<int>? axes = null;
        foreach (var parameter in parameters)
        {
            if (call.Take(parameter) is not { } value || value is ConstantValue { Value: null }) continue;
            axes ??= [];
            axes.AddRange(Numbers(call, value, parameter).Select(dimension => AxisOf(call, shape, dimension)));
        }

        // PyTorch reads an empty list of dimensions as all of them.
        return axes is { Count: 0 } ? null : axes;
    }

    public static int TakeAxis(this Call call, Shape shape, long fallback, params string[] parameters) =>
        call.TakeAxes(shape, parameters) is { Count: 1 } axes ? axes[0] : AxisOf(call, shape, fallback);

    public static int AxisOf(Call call, Shape shape, long dimension) =>
        shape.Normalise(dimension) ?? throw call.Refuse(
            Reason.ShapeMismatch,
            $"{call.Member} names dimension {Text.Literal(dimension)} of {shape}, which has {shape.Rank}",
            "name a dimension that the tensor has");

    /// <summary>A flag that must be known, such as <c>keepdim</c>.</summary>
    public static bool TakeFlag(this Call call, bool fallback, params string[] parameters) => call.TakeOrDefault(parameters) switch
    {
        null => fallback,
        ConstantValue { Value: bool flag } => flag,
        _ => throw Unknown(call, parameters[0]),
    };

    /// <summary>Integers that must be known: one number, or a list or tuple of them.</summary>
    public static IEnumerable<long> Numbers(Call call, AbstractValue value, string parameter) => value switch
    {
        IntegerValue { Size.Constant: { } constant } => [constant],
        SequenceValue sequence => sequence.Items.SelectMany(item => Numbers(call, item, parameter)),
        RefusedValue => throw new RefusedException(),
        _ => throw Unknown(call, parameter),
    };

    /// <summary>Sizes: one integer, or a list of them, each possibly private or unknown; how many there are must be known.</summary>
    public static IEnumerable<Axis> Sizes(Call call, AbstractValue value, string parameter) => value switch
    {
        IntegerValue integer => [integer.Size],
        SequenceValue sequence => sequence.Items.SelectMany(item => Sizes(call, item, parameter)),
        RefusedValue => throw new RefusedException(),
        _ => throw Unknown(call, parameter),
    };

    private static RefusedException Unknown(Call call, string parameter) => call.Refuse(
        Reason.UnknownOperation,
        $"{parameter} of {call.Member} is not a constant, so the proof cannot tell which axis it touches",
        "write a constant",
        call.SiteOf(parameter));
}
