using System.Linq;

namespace DslDp.Generator.Proof.Rules;

/// <summary>Operators that resample, pad or rearrange planes: they act on the last axes of each plane, which must be one example's own.</summary>
internal static class ImageRows
{
    public static void AddTo(OperatorTable table)
    {
        table.Add("torch.nn.functional.pad", call => Pad(call, call.Subject(), call.Take("pad") ?? PublicValue.Instance));
        table.AddAll("torch.nn.functional", "interpolate upsample upsample_bilinear upsample_nearest", Resize);
        for (var spatial = 1; spatial <= 3; spatial++) table.Add($"torch.nn.functional.upsample_nearest{spatial}d", Resize);
        table.Add("torch.nn.functional.grid_sample", GridSample);
        table.Add("torch.nn.functional.affine_grid", AffineGrid);
        table.Add("torch.nn.functional.pixel_shuffle", call => Shuffle(call, "upscale_factor", up: true));
        table.Add("torch.nn.functional.pixel_unshuffle", call => Shuffle(call, "downscale_factor", up: false));
        table.Add("torch.nn.functional.unfold", Unfolded);
        table.Add("torch.nn.functional.fold", Folded);
    }

    /// <summary>Pairs of numbers, from the last axis backwards.</summary>
    public static TensorValue Pad(Call call, TensorValue subject, AbstractValue setting)
    {
        call.TakeSettings();
        if (subject.Shape is not { } shape) return call.Result(subject, null);
        if (setting is not SequenceValue { Items: var pads } || pads.Count % 2 != 0 || pads.Count / 2 > shape.Rank)
        {
            if (!subject.HoldsExamples) return call.Result(subject, null);
            throw call.Refuse(Reason.UnknownOperation, $"{call.Member} of {shape} by numbers that are not pairs, written out", "write them where they are used, a pair for each axis from the last backwards", trail: subject.Trail);
        }

        for (var pair = 0; pair < pads.Count / 2; pair++)
        {
            var axis = shape.Rank - 1 - pair;
            Require.NotOverExamples(call, subject, [axis], "pads");
            var padded = Padded(shape[axis], pads[2 * pair], pads[(2 * pair) + 1]);
            if (padded.Constant < 0) throw call.Refuse(Reason.ShapeMismatch, $"{call.Member} cuts more from axis {axis} of {shape} than there is", "pad by less below zero", trail: subject.Trail);
            shape = shape.With(axis, padded);
        }

        return call.Result(subject, shape);
    }

    private static Axis Padded(Axis size, AbstractValue before, AbstractValue after) =>
        size.Constant is { } length && before is IntegerValue { Size.Constant: { } front } && after is IntegerValue { Size.Constant: { } back }
            ? Axis.Of(length + front + back)
            : Axis.Unknown;

    private static AbstractValue Resize(Call call)
    {
        var subject = call.Subject();
        var size = call.TakeOrDefault("size", "outputSizes", "outputSize");
        var factor = call.TakeOrDefault("scale_factor", "scaleFactors", "scaleFactor");
        RequirePublic(call, size, "size");
        RequirePublic(call, factor, "scale_factor");
        call.TakeSettings();
        if (subject.Shape is not { } shape) return call.Result(subject, null);
        if (shape.Rank < 3) throw call.Refuse(Reason.ShapeMismatch, $"{call.Member} is fed {shape}", "feed it [batch, channels, positions…]", trail: subject.Trail);
        Require.NotOverExamples(call, subject, Enumerable.Range(2, shape.Rank - 2), "resamples");
        for (var axis = 2; axis < shape.Rank; axis++) shape = shape.With(axis, Resized(shape[axis], Item(size, axis - 2), Item(factor, axis - 2)));
        return call.Result(subject, shape);
    }

    private static AbstractValue? Item(AbstractValue? list, int position) =>
        list is SequenceValue { Items: var items } ? items.Count == 1 ? items[0] : position < items.Count ? items[position] : null : list;

    private static Axis Resized(Axis axis, AbstractValue? size, AbstractValue? factor) => (size, factor) switch
    {
        (IntegerValue { HoldsExamples: false } integer, _) => integer.Size,
        (null or ConstantValue { Value: null }, NumberValue { Constant: { } scale }) when axis.Constant is { } length => Axis.Of((long)System.Math.Floor(length * scale)),
        (null or ConstantValue { Value: null }, IntegerValue { Size.Constant: { } scale }) when axis.Constant is { } length => Axis.Of(length * scale),
        _ => Axis.Unknown,
    };

    /// <summary>A size that the batch decides would be seen in every value.</summary>
    private static void RequirePublic(Call call, AbstractValue? value, string parameter)
    {
        if (value is null || Join.IsPublic(value)) return;
        throw call.Refuse(Reason.BatchSizeEntersValue, $"{parameter} of {call.Member} is not known to be the same for all batches", "use constants", call.SiteOf(parameter));
    }

    /// <summary>Images [N, C, …] and grids [N, …, 2]: image i is read at the places of grid i.</summary>
    private static AbstractValue GridSample(Call call)
    {
        var input = call.Operand(0);
        var grid = call.TakeTensor("grid")!;
        call.TakeSettings();
        if (!Require.KnownRanks(call, input, grid)) return call.Result(input, null);
        var (image, places) = (input.Shape!, grid.Shape!);
        if (image.Rank != places.Rank || image.Rank is not (4 or 5)) throw call.Refuse(Reason.ShapeMismatch, $"grid_sample of {input} at {grid}", "feed it [batch, channels, height, width] and [batch, height, width, 2]");
        foreach (var operand in new[] { input, grid }) Require.NotOverExamples(call, operand, Enumerable.Range(1, image.Rank - 1), "samples over");
        Require.Aligned(call, input, grid, except: -1);
        return call.Result(input, new Shape([image[0], image[1], .. places.Axes.Skip(1).Take(image.Rank - 2)]));
    }

    private static AbstractValue AffineGrid(Call call)
    {
        var theta = call.Operand(0);
        var setting = call.Take("size") ?? PublicValue.Instance;
        var sizes = Dimensions.Sizes(call, setting, "size").ToArray();
        call.TakeSettings();
        if (theta.Shape is not { } shape) return call.Result(theta, null);
        if (shape.Rank != 3 || sizes.Length is not (4 or 5)) throw call.Refuse(Reason.ShapeMismatch, $"affine_grid of {theta} with {Text.Literal(sizes.Length)} sizes", "feed it [batch, 2, 3] and the sizes of the images");
        Require.NotOverExamples(call, theta, [1, 2], "multiplies along");
        if (sizes.Skip(1).Any(size => size.HoldsExamples) || (sizes[0].HoldsExamples && !sizes[0].Equals(shape[0])))
            throw call.Refuse(Reason.BatchSizeEntersValue, "affine_grid with sizes that the batch decides", "use constants for all but the first", call.SiteOf("size"));
        return call.Result(theta, new Shape([shape[0], .. sizes.Skip(2), Axis.Of(sizes.Length - 2)]));
    }

    /// <summary>Channels become pixels, or pixels channels, within the last three axes.</summary>
    private static AbstractValue Shuffle(Call call, string parameter, bool up)
    {
        var subject = call.Subject();
        var factor = (call.Take(parameter) as IntegerValue)?.Size.Constant;
        call.TakeSettings();
        if (subject.Shape is not { } shape) return call.Result(subject, null);
        if (shape.Rank < 3) throw call.Refuse(Reason.ShapeMismatch, $"{call.Member} is fed {shape}", "feed it [batch, channels, height, width]", trail: subject.Trail);
        int[] axes = [shape.Rank - 3, shape.Rank - 2, shape.Rank - 1];
        Require.NotOverExamples(call, subject, axes, "rearranges");
        for (var place = 0; place < 3; place++)
        {
            long? by = place == 0 ? factor * factor : factor;
            var grows = up == (place > 0);
            if (!grows) Fitting.RequireDivides(call, subject, shape[axes[place]], by, place == 0 ? "channels" : "rows or columns");
            var size = shape[axes[place]].Constant is { } length && by is { } n and > 0 ? Axis.Of(grows ? length * n : length / n) : Axis.Unknown;
            shape = shape.With(axes[place], size);
        }

        return call.Result(subject, shape);
    }

    /// <summary>Patches of images as columns, <c>[N, C, H, W]</c> to <c>[N, C·k·k, places]</c>.</summary>
    private static AbstractValue Unfolded(Call call)
    {
        var (subject, shape, window) = Patches(call, 4);
        if (shape is null) return call.Result(subject, null);
        var rows = Windows.Size(call, shape, 2, window("kernel_size", 0, null), window("stride", 0, 1), window("padding", 0, 0), window("dilation", 0, 1), ceil: false);
        var columns = Windows.Size(call, shape, 3, window("kernel_size", 1, null), window("stride", 1, 1), window("padding", 1, 0), window("dilation", 1, 1), ceil: false);
        var patch = (shape[1].Constant, window("kernel_size", 0, null), window("kernel_size", 1, null)) is ({ } channels, { } high, { } wide) ? Axis.Of(channels * high * wide) : Axis.Unknown;
        return call.Result(subject, new Shape([shape[0], patch, rows.Constant * columns.Constant is { } places ? Axis.Of(places) : Axis.Unknown]));
    }

    /// <summary>Columns as patches of images, <c>[N, C·k·k, places]</c> to <c>[N, C, H, W]</c>.</summary>
    private static AbstractValue Folded(Call call)
    {
        var (subject, shape, window) = Patches(call, 3);
        if (shape is null) return call.Result(subject, null);
        var channels = (shape[1].Constant, window("kernel_size", 0, null), window("kernel_size", 1, null)) is ({ } patch, { } high and > 0, { } wide and > 0) && patch % (high * wide) == 0 ? Axis.Of(patch / (high * wide)) : Axis.Unknown;
        return call.Result(subject, new Shape([shape[0], channels, Side(0), Side(1)]));

        Axis Side(int spatial) => window("output_size", spatial, null) is { } size ? Axis.Of(size) : Axis.Unknown;
    }

    private static (TensorValue Subject, Shape? Shape, System.Func<string, int, long?, long?> Window) Patches(Call call, int rank)
    {
        var subject = call.Subject();
        var settings = call.Arguments.Skip(1).ToDictionary(argument => argument.Parameter, argument => argument.Value);
        call.TakeSettings();
        if (subject.Shape is { } shape)
        {
            if (shape.Rank != rank) throw call.Refuse(Reason.ShapeMismatch, $"{call.Member} is fed {shape}", "feed it the batch as the first axis", trail: subject.Trail);
            Require.NotOverExamples(call, subject, Enumerable.Range(1, rank - 1), "rearranges");
        }

        return (subject, subject.Shape, (name, spatial, fallback) => Windows.Number(settings.TryGetValue(name, out var value) ? value : null, spatial, fallback));
    }
}
