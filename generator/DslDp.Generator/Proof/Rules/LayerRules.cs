using System.Collections.Immutable;
using System.Linq;

namespace DslDp.Generator.Proof.Rules;

/// <summary>
/// Layers with parameters. Beside keeping the examples apart, their input must carry the examples on axis 0 (outermost, when merged),
/// because the gradient of each example is computed from it.
/// </summary>
internal static class LayerRules
{
    public static AbstractValue Linear(Call call)
    {
        var (module, input, shape) = Input(call, canMove: true);
        if (shape.Rank < 2 && shape.HoldsExamples) throw call.Refuse(Reason.MixesExamples, $"Linear of {shape} takes the examples for features", "give each example an axis of features");
        var features = Constant(module, "inputSize");
        var last = shape[shape.Rank - 1];
        if (last.HoldsExamples) Require.NotOverExamples(call, input, [shape.Rank - 1], "multiplies along");
        RequireSize(call, $"Linear({Text(features)}, {Text(Constant(module, "outputSize"))})", input, last, features, "features", "inputSize");
        return call.Result(input, shape.With(shape.Rank - 1, SizeOf(module, "outputSize")), Element.Float);
    }

    public static Rule Convolution(int spatial) => call =>
    {
        var (module, input, shape) = Input(call);
        if (shape.Rank != spatial + 2)
        {
            throw call.Refuse(
                Reason.ShapeMismatch,
                $"{module.Kind} is fed {shape}",
                $"feed it [batch, channels] and {Text(spatial)} more axes; with one axis less it would take the examples for channels",
                trail: input.Trail);
        }

        var channels = Constant(module, "in_channels");
        RequireSize(call, $"{module.Kind}({Text(channels)}, {Text(Constant(module, "out_channels"))}, …)", input, shape[1], channels, "channels", "in_channels");
        if (Constant(module, "groups") is { } groups)
        {
            Fitting.RequireDivides(call, input, shape[1], groups, "channels");
            Fitting.RequireDivides(call, input, SizeOf(module, "out_channels"), groups, "output channels");
        }

        var windows = Enumerable.Range(0, spatial).Select(axis => Window(call, module, shape, axis));
        return call.Result(input, new Shape([shape[0], SizeOf(module, "out_channels"), .. windows]), Element.Float);
    };

    public static Rule TransposedConvolution(int spatial) => call =>
    {
        var (module, input, shape) = Input(call);
        if (shape.Rank != spatial + 2)
            throw call.Refuse(Reason.ShapeMismatch, $"{module.Kind} is fed {shape}", $"feed it [batch, channels] and {Text(spatial)} more axes", trail: input.Trail);
        RequireSize(call, $"{module.Kind}({Text(Constant(module, "in_channels"))}, {Text(Constant(module, "out_channels"))}, …)", input, shape[1], Constant(module, "in_channels"), "channels", "in_channels");
        call.Take("output_size");
        var widened = Enumerable.Range(0, spatial).Select(axis => shape[axis + 2].Constant is { } size
            && Windows.Number(module.Setting("kernel_size"), axis, null) is { } kernel
            && Windows.Number(module.Setting("stride"), axis, 1) is { } stride
            && Windows.Number(module.Setting("padding"), axis, 0) is { } padding
            && Windows.Number(module.Setting("output_padding"), axis, 0) is { } more
            && Windows.Number(module.Setting("dilation"), axis, 1) is { } dilation
                ? Axis.Of(((size - 1) * stride) - (2 * padding) + (dilation * (kernel - 1)) + more + 1)
                : Axis.Unknown);
        return call.Result(input, new Shape([shape[0], SizeOf(module, "out_channels"), .. widened]), Element.Float);
    };

    /// <summary>One slope for all, or one for each channel on axis 1.</summary>
    public static AbstractValue PReLU(Call call)
    {
        var (module, input, shape) = Input(call);
        if (Constant(module, "num_parameters") is not 1 && shape.Rank > 1)
        {
            Require.NotOverExamples(call, input, [1], "has a slope for each position of");
            RequireSize(call, $"PReLU({Text(Constant(module, "num_parameters"))})", input, shape[1], Constant(module, "num_parameters"), "channels", "num_parameters");
        }

        return call.Result(input, shape);
    }

    public static AbstractValue Bilinear(Call call)
    {
        var (module, first, shape) = Input(call);
        var second = call.Operand(1);
        if (!Require.KnownRanks(call, first, second)) return call.Result(first, null);
        var last = shape.Rank - 1;
        if (last < 1) throw call.Refuse(Reason.MixesExamples, $"Bilinear of {shape} takes the examples for features", "give each example an axis of features");
        Require.NotOverExamples(call, first, [last], "multiplies along");
        Require.NotOverExamples(call, second, [second.Shape!.Rank - 1], "multiplies along");
        Require.Aligned(call, first, second, except: last);
        RequireSize(call, "Bilinear", first, shape[last], Constant(module, "in1_features"), "features", "in1_features");
        RequireSize(call, "Bilinear", second, second.Shape[last], Constant(module, "in2_features"), "features", "in2_features");
        return call.Result(first, shape.With(last, SizeOf(module, "out_features")), Element.Float);
    }

    public static AbstractValue LayerNorm(Call call)
    {
        var (module, input, shape) = Input(call, canMove: true);
        var sizes = Dimensions.Sizes(call, module.Setting("normalized_shape") ?? PublicValue.Instance, "normalized_shape").ToArray();
        if (sizes.Length >= shape.Rank && shape.HoldsExamples)
        {
            throw call.Refuse(
                Reason.MixesExamples,
                $"LayerNorm over {Text(sizes.Length)} axes of {shape} normalises over the examples too",
                "normalise over the example's own axes, the last ones",
                trail: input.Trail);
        }

        Require.NotOverExamples(call, input, Enumerable.Range(shape.Rank - sizes.Length, sizes.Length), "normalises over");
        for (var axis = 0; axis < sizes.Length; axis++)
            RequireSize(call, $"LayerNorm([{string.Join(", ", sizes.Select(size => size.ToString()))}])", input, shape[shape.Rank - sizes.Length + axis], sizes[axis].Constant, "features", sizes.Length == 1 ? "normalized_shape" : "");
        return call.Result(input, shape, Element.Float);
    }

    public static AbstractValue GroupNorm(Call call)
    {
        var (module, input, shape) = Input(call);
        if (shape.Rank < 3)
        {
            throw call.Refuse(
                Reason.ShapeMismatch,
                $"GroupNorm is fed {shape}, and TorchSharp's takes [batch, channels, positions…] only",
                "give the features an axis of positions with unsqueeze(2), or leave the normalisation out",
                trail: input.Trail);
        }

        var channels = Constant(module, "num_channels");
        RequireSize(call, $"GroupNorm({Text(Constant(module, "num_groups"))}, {Text(channels)})", input, shape[1], channels, "channels", "num_channels");
        if (Constant(module, "num_groups") is { } groups && channels is { } all && (groups < 1 || all % groups != 0))
            throw call.Refuse(Reason.ShapeMismatch, $"GroupNorm cannot divide {all} channels into {groups} groups", "make the number of groups a divisor of the channels");
        return call.Result(input, shape, Element.Float);
    }

    /// <summary>One spatial axis after a convolution (Dumoulin &amp; Visin 2016, relationship 15).</summary>
    private static Axis Window(Call call, ModuleValue module, Shape shape, int spatial)
    {
        var axis = spatial + 2;
        if (module.Setting("padding") is EnumerationValue { Member: "Same" }) return shape[axis];
        return Windows.Size(
            call,
            shape,
            axis,
            Windows.Number(module.Setting("kernel_size"), spatial, null),
            Windows.Number(module.Setting("stride"), spatial, 1),
            Windows.Number(module.Setting("padding"), spatial, 0),
            Windows.Number(module.Setting("dilation"), spatial, 1),
            ceil: false);
    }

    /// <summary>A layer that is applied to values without examples is one of the computation of parameters; its result is a value of that kind.</summary>
    private static readonly ImmutableHashSet<string> Shareable = ImmutableHashSet.Create("Linear", "Embedding", "LayerNorm", "GroupNorm", "PReLU", "Conv1d", "Conv2d", "Conv3d");

    /// <summary>Layers that treat each row of the first axis alone, so that the record may bring the rows of each example together before.</summary>
    private static readonly ImmutableHashSet<string> Rearranged = ImmutableHashSet.Create("Linear", "Embedding", "LayerNorm", "GroupNorm", "PReLU", "Conv1d", "Conv2d", "Conv3d", "ConvTranspose1d", "ConvTranspose2d", "ConvTranspose3d", "InstanceNorm1d", "InstanceNorm2d", "InstanceNorm3d");

    /// <summary>The axis on which the examples lie, where each example's rows lie next to each other along it and it is 0, or holds nothing else.</summary>
    public static int? AxisOfExamples(TensorValue input)
    {
        if (input.Shape is not { HoldsExamples: true } shape) return null;
        return shape[0].HasExamplesOutermost ? 0 : shape[shape.ExamplesAxis].IsExamples ? shape.ExamplesAxis : null;
    }

    /// <summary>What enters a layer, which must be known by its axes; notes how the call is recorded.</summary>
    /// <param name="call">The call.</param>
    /// <param name="canMove">The layer takes the examples on any axis but the last.</param>
    /// <param name="settings">What the module does not tell of itself.</param>
    public static (ModuleValue Module, TensorValue Input, Shape Shape) Input(Call call, bool canMove = false, string settings = "")
    {
        var module = (ModuleValue)call.Receiver!;
        var input = call.Operand(0);
        if (input.Shape is not { } shape)
            throw call.Refuse(Reason.UnknownOperation, $"{module.Kind} is applied to {input}, whose number of axes is not known", "give it a shape that the compiler can see");
        if (module.IsFrozen) return (module, input, shape);
        if (!shape.HoldsExamples)
        {
            if (!Shareable.Contains(module.Kind))
            {
                throw call.Refuse(
                    Reason.NoClippingRule,
                    $"{module.Kind} is applied to {input}, which holds no examples, so its gradient cannot be told apart by example",
                    "apply it to the examples, or mark the field Frozen if it is not to be trained");
            }

            call.Record(new(IsShared: true, 0, ""));
            return (module, input, shape);
        }

        var isInnermost = Rearranged.Contains(module.Kind) && shape[0].HasExamplesInnermost && call.Arguments.Skip(1).All(argument => argument.IsDefault);
        if ((isInnermost ? LayerUse.Innermost : AxisOfExamples(input)) is not { } axis || (axis > 0 && !canMove))
        {
            throw call.Refuse(
                Reason.NoClippingRule,
                $"{module.Kind} is fed {shape}, whose examples are not outermost on axis 0; each example's gradient is computed from that axis",
                "bring the batch to the front first (transpose, permute), and back afterwards",
                trail: input.Trail);
        }

        call.Record(new(IsShared: false, axis, settings));
        return (module, input, shape);
    }

    public static void RequireSize(Call call, string layer, TensorValue input, Axis axis, long? expected, string what, string parameter)
    {
        if (expected is not { } size || axis.Constant is not { } given || size == given) return;
        throw call.Refuse(
            Reason.ShapeMismatch,
            $"{layer} is fed {input}: {given} {what} where it takes {size}",
            $"make it take {given} {what}, or change what comes before",
            trail: input.Trail,
            fix: parameter.Length == 0 ? null : new Fix(FixKind.TakeSize, $"{parameter} {given}"));
    }

    public static Axis SizeOf(ModuleValue module, string setting) => module.Setting(setting) is IntegerValue { HoldsExamples: false } size ? size.Size : Axis.Unknown;

    public static long? Constant(ModuleValue module, string setting) => (module.Setting(setting) as IntegerValue)?.Size.Constant;

    private static string Text(long? number) => number?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "…";
}
