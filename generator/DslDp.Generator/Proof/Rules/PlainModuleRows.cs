using System.Linq;

namespace DslDp.Generator.Proof.Rules;

/// <summary>Modules without parameters that compute what a function of <c>torch.nn.functional</c> does, with the settings that they were made with.</summary>
internal static class PlainModuleRows
{
    private static readonly (string Module, string Function)[] Functions =
    [
        ("PixelShuffle", "torch.nn.functional.pixel_shuffle"),
        ("PixelUnshuffle", "torch.nn.functional.pixel_unshuffle"),
        ("CosineSimilarity", "torch.nn.functional.cosine_similarity"),
        ("PairwiseDistance", "torch.nn.functional.pairwise_distance"),
        ("Upsample", "torch.nn.functional.upsample"),
        ("GLU", "torch.nn.functional.glu"),
        ("LocalResponseNorm", "torch.nn.functional.local_response_norm"),
        ("Softmax2d", "torch.nn.functional.softmax2d"),
        ("ChannelShuffle", "torch.Tensor.channel_shuffle"),
        ("Unfold", "torch.nn.functional.unfold"),
        ("Fold", "torch.nn.functional.fold"),
        ("LPPool1d", "torch.nn.functional.lp_pool1d"),
        ("LPPool2d", "torch.nn.functional.lp_pool2d"),
        ("MaxUnpool1d", "torch.nn.functional.max_unpool1d"),
        ("MaxUnpool2d", "torch.nn.functional.max_unpool2d"),
        ("MaxUnpool3d", "torch.nn.functional.max_unpool3d"),
    ];

    private const string Paddings = "ConstantPad ReflectionPad ReplicationPad ZeroPad";

    public static void AddTo(OperatorTable table)
    {
        foreach (var (module, function) in Functions)
        {
            if (!table.Knows("torch.nn." + module)) table.Add("torch.nn." + module, ModuleRows.Make(module));
            table.Add(module + ".call", call => AsFunction(call, table.RuleOf(function)));
        }

        foreach (var padding in ModuleRows.Names(Paddings))
        {
            for (var spatial = padding == "ZeroPad" ? 2 : 1; spatial <= (padding == "ZeroPad" ? 2 : 3); spatial++)
            {
                var axes = spatial;
                table.Add($"torch.nn.{padding}{axes}d", ModuleRows.Make($"{padding}{axes}d"));
                table.Add($"{padding}{axes}d.call", call => Pad(call, axes));
            }
        }

        table.Add("torch.nn.Unflatten", ModuleRows.Make("Unflatten"));
        table.Add("Unflatten.call", call => AsFunction(call, table.RuleOf("torch.unflatten")));
        for (var spatial = 1; spatial <= 3; spatial++)
        {
            var axes = spatial;
            table.Add($"InstanceNorm{axes}d.call", call => NormalizationRows.InstanceNormModule(call, axes));
        }
    }

    private static AbstractValue AsFunction(Call call, Rule function)
    {
        var module = (ModuleValue)call.Receiver!;
        for (var position = 0; position < call.Arguments.Length; position++) call.Operand(position);
        var settings = module.Settings.Select(setting => new Argument(setting.Key, setting.Value, IsDefault: setting.Value is ConstantValue { Value: null }, call.Site));
        var inner = new Call(call.Member, null, call.Arguments.AddRange(settings), call.Site, call.Session);
        var result = function(inner);
        inner.RequireAllTaken();
        return result;
    }

    /// <summary>One number pads the last axes on both sides; several are pairs, from the last axis backwards.</summary>
    private static AbstractValue Pad(Call call, int spatial)
    {
        var input = call.Operand(0);
        var padding = ((ModuleValue)call.Receiver!).Setting("padding");
        if (padding is IntegerValue) padding = new SequenceValue(EquatableArray.From(Enumerable.Repeat(padding, 2 * spatial).ToArray()));
        return ImageRows.Pad(call, input, padding ?? PublicValue.Instance);
    }
}
