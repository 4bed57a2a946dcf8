using System.Linq;

namespace DslDp.Generator.Proof.Rules;

/// <summary>Normalisations without trained parameters: each takes its statistics over axes that must be one example's own.</summary>
internal static class NormalizationRows
{
    public static void AddTo(OperatorTable table)
    {
        table.Add("torch.nn.functional.layer_norm", LayerNorm);
        table.Add("torch.nn.functional.group_norm", call => OverChannels(call, "normalises the groups of channels of"));
        table.Add("torch.nn.functional.local_response_norm", call => OverChannels(call, "normalises over the neighbouring channels of"));
        table.Add("torch.nn.functional.instance_norm", InstanceNorm);
        table.Add("torch.nn.functional.softmax2d", Softmax2d);
        table.Add("torch.nn.functional.glu", Halved);
        table.AddTensor("glu", Halved);
    }

    public static AbstractValue InstanceNormModule(Call call, int spatial)
    {
        var module = (ModuleValue)call.Receiver!;
        if (module.Setting("track_running_stats") is not ConstantValue { Value: false })
        {
            throw call.Refuse(
                Reason.BatchStatistics,
                $"{module.Kind} keeps a running mean and variance of its batches",
                "leave track_running_stats out; each example is then normalised alone",
                fix: new Fix(FixKind.DropArgument, "track_running_stats"));
        }

        var input = module.Setting("affine") is ConstantValue { Value: false } ? call.Operand(0) : LayerRules.Input(call).Input;
        return Normalised(call, input, input.Shape is not { } shape || shape.Rank == spatial + 2, "normalises the channels of");
    }

    private static AbstractValue LayerNorm(Call call)
    {
        var subject = call.Subject();
        Constants(call, "weight", "bias");
        if (subject.Shape is not { } shape) return call.OfUnknownRank(subject);

        var sizes = Dimensions.Sizes(call, call.Take("normalized_shape") ?? PublicValue.Instance, "normalized_shape").ToArray();
        call.TakeSettings();
        if (sizes.Length == 0 || sizes.Length > shape.Rank) throw call.Refuse(Reason.ShapeMismatch, $"layer_norm over {Text.Literal(sizes.Length)} axes of {shape}", "name the example's own axes, the last ones");
        Require.NotOverExamples(call, subject, Enumerable.Range(shape.Rank - sizes.Length, sizes.Length), "normalises over");
        for (var axis = 0; axis < sizes.Length; axis++) Fitting.RequireEqual(call, subject, shape[shape.Rank - sizes.Length + axis], sizes[axis], "features");
        return call.Result(subject, shape, Element.Float);
    }

    private static AbstractValue OverChannels(Call call, string does)
    {
        var subject = call.Subject();
        Constants(call, "weight", "bias");
        var groups = call.Take("num_groups") as IntegerValue;
        call.TakeSettings();
        if (subject.Shape is { Rank: > 2 } shape && groups is not null) Fitting.RequireDivides(call, subject, shape[1], groups.Size.Constant, "channels");
        return Normalised(call, subject, subject.Shape is not { Rank: < 3 }, does);
    }

    private static AbstractValue InstanceNorm(Call call)
    {
        var subject = call.Subject();
        Constants(call, "weight", "bias");
        foreach (var statistics in new[] { "running_mean", "running_var" })
        {
            if (call.TakeOrDefault(statistics) is not (null or ConstantValue { Value: null }))
                throw call.Refuse(Reason.BatchStatistics, $"instance_norm keeps {statistics} from batch to batch", "leave it out", call.SiteOf(statistics));
        }

        if (!call.TakeFlag(true, "use_input_stats")) throw call.Refuse(Reason.BatchStatistics, "instance_norm with statistics that are not the input's own", "leave use_input_stats out");
        call.TakeSettings();
        return Normalised(call, subject, subject.Shape is not { Rank: < 3 }, "normalises the channels of");
    }

    /// <summary>The statistics run over all axes but the first: that one must be the examples'.</summary>
    private static TensorValue Normalised(Call call, TensorValue subject, bool rankFits, string does)
    {
        if (subject.Shape is not { } shape) return call.Result(subject, null);
        if (!rankFits) throw call.Refuse(Reason.ShapeMismatch, $"{call.Member} is fed {shape}", "feed it [batch, channels, positions…]", trail: subject.Trail);
        Require.NotOverExamples(call, subject, Enumerable.Range(1, shape.Rank - 1), does);
        return call.Result(subject, shape, Element.Float);
    }

    private static AbstractValue Softmax2d(Call call)
    {
        var subject = call.Subject();
        if (subject.Shape is not { } shape) return call.Result(subject, null);
        if (shape.Rank != 4) throw call.Refuse(Reason.ShapeMismatch, $"softmax2d is fed {shape}", "feed it [batch, channels, height, width]", trail: subject.Trail);
        Require.NotOverExamples(call, subject, [1], "goes along");
        return call.Result(subject, shape);
    }

    /// <summary>One half of an axis gates the other.</summary>
    private static AbstractValue Halved(Call call)
    {
        var subject = call.Subject();
        if (subject.Shape is not { } shape) return call.OfUnknownRank(subject);

        var axis = call.TakeAxis(shape, -1, "dim");
        Require.NotOverExamples(call, subject, [axis], "halves");
        if (shape[axis].Constant is { } size && size % 2 != 0) throw call.Refuse(Reason.ShapeMismatch, $"glu halves axis {axis} of {shape}", "give it an even number of features");
        return call.Result(subject, shape.With(axis, shape[axis].Constant is { } even ? Axis.Of(even / 2) : Axis.Unknown));
    }

    private static void Constants(Call call, params string[] parameters)
    {
        foreach (var parameter in parameters)
        {
            if (call.TakeTensor(parameter) is { } value) Require.NoExamples(call, value, parameter);
        }
    }
}
