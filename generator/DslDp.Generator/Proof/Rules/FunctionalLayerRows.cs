using System.Collections.Generic;
using System.Linq;

namespace DslDp.Generator.Proof.Rules;

/// <summary>Layers as functions, with weights that hold no examples: each row of the input meets the same weights.</summary>
internal static class FunctionalLayerRows
{
    public static void AddTo(OperatorTable table)
    {
        for (var axes = 1; axes <= 3; axes++)
        {
            var spatial = axes;
            table.Add($"torch.nn.functional.conv{spatial}d", call => Convolution(call, spatial, transposed: false));
            table.Add($"torch.nn.functional.conv{spatial}d_padding", call => Convolution(call, spatial, transposed: false));
            table.Add($"torch.nn.functional.conv_transpose{spatial}d", call => Convolution(call, spatial, transposed: true));
            table.Add($"torch.nn.functional.max_unpool{spatial}d", call => Unpool(call, spatial));
        }

        table.Add("torch.nn.functional.bilinear", Bilinear);
        table.Add("torch.nn.functional.prelu", call => Slopes(call, call.TakeTensor("weight")!));
        table.Add("torch.Tensor.prelu", call => Slopes(call, call.TakeTensor("target")!));
        table.Add("torch.fake_quantize_per_tensor_affine", call => Rounded(call));
        table.Add("torch.fake_quantize_per_channel_affine", call => Rounded(call, "axis"));
    }

    private static AbstractValue Convolution(Call call, int spatial, bool transposed)
    {
        var input = call.Operand(0);
        var (weight, bias) = (call.TakeTensor("weight")!, call.TakeTensor("bias"));
        var settings = call.Arguments.Skip(3).ToDictionary(argument => argument.Parameter, argument => argument.Value);
        if (!transposed && HasGroupForEach(input, weight, bias, settings, spatial))
        {
            call.TakeOrDefault("groups");
            call.TakeSettings();
            var places = Enumerable.Range(0, spatial).Select(axis => Size(call, input.Shape!, weight.Shape, axis, settings, transposed));
            return call.Result(input, new Shape([Axis.One, weight.Shape![0], .. places]), Element.Float);
        }

        call.TakeSettings();
        Require.NoExamples(call, weight, "weights");
        if (bias is not null) Require.NoExamples(call, bias, "a bias");
        if (input.Shape is not { } shape) return call.Result(input, null, Element.Float);
        if (shape.Rank != spatial + 2)
        {
            throw call.Refuse(
                Reason.ShapeMismatch,
                $"{call.Member} is fed {shape}",
                $"feed it [batch, channels] and {Text.Literal(spatial)} more axes; with one axis less it would take the examples for channels",
                trail: input.Trail);
        }

        Require.NotOverExamples(call, input, Enumerable.Range(1, spatial + 1), "slides over");
        var groups = (settings["groups"] as IntegerValue)?.Size.Constant;
        var channels = weight.Shape is not { } kernel || kernel.Rank != spatial + 2 ? Axis.Unknown
            : !transposed ? kernel[0]
            : kernel[1].Constant is { } each && groups is { } number ? Axis.Of(each * number) : Axis.Unknown;
        var sizes = Enumerable.Range(0, spatial).Select(axis => Size(call, shape, weight.Shape, axis, settings, transposed));
        return call.Result(input, new Shape([shape[0], channels, .. sizes]), Element.Float);
    }

    /// <summary>
    /// The examples laid out as groups of channels, <c>[1, batch·c, …]</c> with weights <c>[batch·o, c, …]</c> and <c>groups: batch</c>: a group never meets another, so that
    /// each example has weights of its own.
    /// </summary>
    private static bool HasGroupForEach(TensorValue input, TensorValue weight, TensorValue? bias, Dictionary<string, AbstractValue> settings, int spatial) =>
        input.Shape is { } shape && shape.Rank == spatial + 2 && shape[0].IsOne && shape[1].HasExamplesOutermost
        && weight.Shape is { } kernel && kernel.Rank == spatial + 2 && kernel[0].HasExamplesOutermost
        && bias is null or { Shape: { Rank: 1, Axes: [{ HasExamplesOutermost: true }] } }
        && settings["groups"] is IntegerValue { Size.IsExamples: true };

    private static Axis Size(Call call, Shape shape, Shape? weight, int spatial, Dictionary<string, AbstractValue> settings, bool transposed)
    {
        var kernel = weight is not null && weight.Rank == shape.Rank ? weight[spatial + 2].Constant : null;
        var stride = Windows.Number(Setting(settings, "stride", "strides"), spatial, 1);
        var padding = Setting(settings, "padding");
        var dilation = Windows.Number(Setting(settings, "dilation"), spatial, 1);
        if (padding is EnumerationValue { Member: "Same" }) return shape[spatial + 2];
        var added = Windows.Number(padding, spatial, 0);
        if (!transposed) return Windows.Size(call, shape, spatial + 2, kernel, stride, added, dilation, ceil: false);
        var extra = Windows.Number(Setting(settings, "output_padding"), spatial, 0);
        var size = ((shape[spatial + 2].Constant - 1) * stride) - (2 * added) + (dilation * (kernel - 1)) + extra + 1;
        return size is > 0 ? Axis.Of(size.Value) : Axis.Unknown;
    }

    private static AbstractValue? Setting(Dictionary<string, AbstractValue> settings, params string[] names) =>
        names.Select(name => settings.TryGetValue(name, out var value) ? value : null).FirstOrDefault(value => value is not null);

    /// <summary>Values go back to the places that the pooling took them from, within each plane.</summary>
    private static AbstractValue Unpool(Call call, int spatial)
    {
        var input = call.Operand(0);
        var places = call.TakeTensor("indices")!;
        call.TakeSettings();
        if (!Require.KnownRanks(call, input, places)) return call.Result(input, null);
        var shape = input.Shape!;
        if (shape.Rank != spatial + 1 && shape.Rank != spatial + 2) throw call.Refuse(Reason.ShapeMismatch, $"{call.Member} is fed {shape}", "feed it what the pooling gave", trail: input.Trail);
        foreach (var operand in new[] { input, places }) Require.NotOverExamples(call, operand, Enumerable.Range(shape.Rank - spatial, spatial), "writes over");
        Require.Aligned(call, input, places, except: -1);
        return call.Result(input, new Shape([.. shape.Axes.Take(shape.Rank - spatial), .. Enumerable.Repeat(Axis.Unknown, spatial)]));
    }

    private static AbstractValue Bilinear(Call call)
    {
        var left = call.Operand(0);
        var right = call.Operand(1);
        var weight = Require.NoExamples(call, call.TakeTensor("weight")!, "weights");
        if (call.TakeTensor("bias") is { } bias) Require.NoExamples(call, bias, "a bias");
        if (!Require.KnownRanks(call, left, right)) return call.Result(left, null);
        var last = left.Shape!.Rank - 1;
        if (last < 1) throw call.Refuse(Reason.ShapeMismatch, $"bilinear of {left} and {right}", "feed it [batch, features] twice", trail: left.Trail);
        Require.Aligned(call, left, right, except: last);
        foreach (var operand in new[] { left, right }) Require.NotOverExamples(call, operand, [last], "multiplies along");
        return call.Result(left.HoldsExamples ? left : right, left.Shape.With(last, weight.Shape is { Rank: 3 } cube ? cube[0] : Axis.Unknown), Element.Float);
    }

    /// <summary>One slope, or one for each place of axis 1, which is then not the examples'.</summary>
    private static AbstractValue Slopes(Call call, TensorValue weight)
    {
        var input = call.Subject();
        Require.NoExamples(call, weight, "slopes");
        if (input.Shape is { HoldsExamples: true, ExamplesAxis: 1 } && weight.Shape is not { Rank: <= 1 } and not { Rank: 0 }) throw PerPlace(call, input);
        if (input.Shape is { HoldsExamples: true, ExamplesAxis: 1 } && weight.Shape is { Rank: 1 } slopes && !slopes[0].IsOne) throw PerPlace(call, input);
        return call.Result(input, input.Shape);
    }

    private static AbstractValue Rounded(Call call, string? axis = null)
    {
        var input = call.Subject();
        Require.NoExamples(call, call.TakeTensor("scale")!, "a scale");
        Require.NoExamples(call, call.TakeTensor("zero_point")!, "a zero");
        if (axis is not null && input.Shape is { } shape) Require.NotOverExamples(call, input, [call.TakeAxis(shape, 0, axis)], "scales by the place on");
        call.TakeSettings();
        return call.Result(input, input.Shape);
    }

    private static RefusedException PerPlace(Call call, TensorValue input) => call.Refuse(
        Reason.BatchSizeEntersValue,
        $"{call.Member} takes a slope for each place of axis 1 of {input}, which holds the examples",
        "bring the batch to axis 0",
        trail: input.Trail);
}
