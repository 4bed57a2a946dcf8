using System;
using System.Collections.Generic;
using System.Linq;

namespace DslDp.Generator.Proof.Rules;

/// <summary>Pooling slides over the last axes of each plane; the axes before them, and so the examples, are left alone.</summary>
internal static class PoolingRows
{
    public static void AddTo(OperatorTable table)
    {
        for (var spatial = 1; spatial <= 2; spatial++) table.Add($"torch.nn.functional.lp_pool{spatial}d", Function(spatial, Window));
        for (var axes = 2; axes <= 3; axes++)
        {
            var (spatial, fractional) = (axes, Function(axes, Fractional));
            table.Add($"torch.nn.functional.fractional_max_pool{spatial}d", fractional);
            table.Add($"torch.nn.functional.fractional_max_pool{spatial}d_with_indices", call => WithIndices(fractional(call)));
            table.Add($"torch.nn.FractionalMaxPool{spatial}d", ModuleRows.Make($"FractionalMaxPool{spatial}d"));
            table.Add($"FractionalMaxPool{spatial}d.call", Module(spatial, Fractional));
        }

        for (var spatial = 1; spatial <= 3; spatial++)
        {
            foreach (var pool in new[] { "Max", "Avg" })
            {
                table.Add($"{pool}Pool{spatial}d.call", Module(spatial, Window));
                table.Add($"torch.nn.functional.{pool.ToLowerInvariant()}_pool{spatial}d", Function(spatial, Window));
                if (pool == "Max")
                {
                    var (windowed, adaptive) = (Function(spatial, Window), Function(spatial, Adaptive));
                    table.Add($"torch.nn.functional.max_pool{spatial}d_with_indices", call => WithIndices(windowed(call)));
                    table.Add($"torch.nn.functional.adaptive_max_pool{spatial}d_with_indices", call => WithIndices(adaptive(call)));
                }

                table.Add($"Adaptive{pool}Pool{spatial}d.call", Module(spatial, Adaptive));
                table.Add($"torch.nn.functional.adaptive_{pool.ToLowerInvariant()}_pool{spatial}d", Function(spatial, Adaptive));
            }
        }
    }

    private static AbstractValue WithIndices(AbstractValue pooled) => pooled is TensorValue tensor
        ? new SequenceValue(EquatableArray.From<AbstractValue>([tensor, tensor with { Element = Element.Integer }]))
        : pooled;

    private delegate Axis SizeRule(Call call, Shape shape, int axis, int spatial, Func<string[], AbstractValue?> setting);

    private static Rule Module(int spatial, SizeRule size) => call =>
    {
        var module = (ModuleValue)call.Receiver!;
        return Pool(call, call.Operand(0), spatial, size, names => names.Select(module.Setting).FirstOrDefault(value => value is not null));
    };

    private static Rule Function(int spatial, SizeRule size) => call =>
    {
        var subject = call.Subject();
        var settings = new Dictionary<string, AbstractValue>();
        foreach (var argument in call.Arguments.Skip(1)) settings[argument.Parameter] = argument.Value;
        call.TakeSettings();
        return Pool(call, subject, spatial, size, names => names.Select(name => settings.TryGetValue(name, out var value) ? value : null).FirstOrDefault(value => value is not null));
    };

    private static TensorValue Pool(Call call, TensorValue subject, int spatial, SizeRule size, Func<string[], AbstractValue?> setting)
    {
        if (subject.Shape is not { } shape) return call.Result(subject, null);
        if (shape.Rank != spatial + 1 && shape.Rank != spatial + 2)
        {
            throw call.Refuse(
                Reason.ShapeMismatch,
                $"{call.Member} is fed {shape}",
                $"feed it [batch, channels] and {spatial} axes to pool over",
                trail: subject.Trail);
        }

        var first = shape.Rank - spatial;
        Require.NotOverExamples(call, subject, Enumerable.Range(first, spatial).ToArray(), "pools over");
        var axes = shape.Axes.Take(first).Concat(Enumerable.Range(0, spatial).Select(axis => size(call, shape, first + axis, axis, setting)));
        return call.Result(subject, new Shape(axes.ToArray()));
    }

    private static Axis Window(Call call, Shape shape, int axis, int spatial, Func<string[], AbstractValue?> setting)
    {
        var kernel = Windows.Number(setting(["kernel_size"]), spatial, null);
        return Windows.Size(
            call,
            shape,
            axis,
            kernel,
            Windows.Number(setting(["stride", "strides"]), spatial, kernel),
            Windows.Number(setting(["padding"]), spatial, 0),
            Windows.Number(setting(["dilation"]), spatial, 1),
            setting(["ceil_mode"]) is not (null or ConstantValue { Value: false }));
    }

    /// <summary>The windows are drawn for each plane, whatever it holds.</summary>
    private static Axis Fractional(Call call, Shape shape, int axis, int spatial, Func<string[], AbstractValue?> setting) => Axis.Unknown;

    private static Axis Adaptive(Call call, Shape shape, int axis, int spatial, Func<string[], AbstractValue?> setting) =>
        Windows.Number(setting(["output_size"]), spatial, null) is { } size ? Axis.Of(size) : Axis.Unknown;
}
