using System.Linq;

namespace DslDp.Generator.Proof.Rules;

/// <summary>
/// Attention and transformers mix the positions of one example. In TorchSharp sequences come first, <c>[positions, batch, features]</c>, and there is no
/// option for the batch: fed the batch first, they attend from example to example.
/// </summary>
internal static class AttentionRows
{
    public static void AddTo(OperatorTable table)
    {
        table.Add("MultiheadAttention.call", Attention);
        table.Add("TransformerEncoderLayer.call", call => Encoder(call, (ModuleValue)call.Receiver!));
        table.Add("TransformerEncoder.call", call => Encoder(call, Inner(call, "encoder_layer")));
        table.Add("TransformerDecoderLayer.call", call => Decoder(call, (ModuleValue)call.Receiver!));
        table.Add("TransformerDecoder.call", call => Decoder(call, Inner(call, "decoder_layer")));
        table.Add("Transformer.call", Whole);
    }

    private static AbstractValue Attention(Call call)
    {
        var module = (ModuleValue)call.Receiver!;
        foreach (var option in new[] { "add_bias_kv", "add_zero_attn" })
        {
            if (module.Setting(option) is not (null or ConstantValue { Value: false }))
                throw call.Refuse(Reason.NoClippingRule, $"MultiheadAttention with {option} has no rule for clipping", $"leave {option} out");
        }

        var (query, targets) = Sequence(call, module, 0, "embedded_dim");
        var (key, sources) = Sequence(call, module, 1, "kdim", "embedded_dim");
        var (value, values) = Sequence(call, module, 2, "vdim", "embedded_dim");
        RequireSameExamples(call, query, targets, key, sources);
        RequireSameExamples(call, query, targets, value, values);
        Mask(call, "attn_mask", "input6");
        Padding(call, targets, "key_padding_mask", "input4");
        var wantsWeights = call.TakeFlag(true, "need_weights", "input5");
        if (!module.IsFrozen) call.Record(new(IsShared: false, 0, Settings(call, module, "num_heads")));
        AbstractValue weights = wantsWeights ? call.Result(query, new Shape([targets[1], targets[0], sources[0]]), Element.Float) : ConstantValue.Null;
        return new SequenceValue(EquatableArray.From([call.Result(query, targets, Element.Float), weights]));
    }

    private static AbstractValue Encoder(Call call, ModuleValue layer)
    {
        var (source, shape) = Sequence(call, layer, 0, "d_model");
        Mask(call, "src_mask", "input2");
        Padding(call, shape, "src_key_padding_mask", "input3");
        Record(call, layer);
        return call.Result(source, shape, Element.Float);
    }

    private static AbstractValue Decoder(Call call, ModuleValue layer)
    {
        var (target, shape) = Sequence(call, layer, 0, "d_model");
        var (memory, sources) = Sequence(call, layer, 1, "d_model");
        RequireSameExamples(call, target, shape, memory, sources);
        Mask(call, "tgt_mask", "input3");
        Mask(call, "memory_mask", "input4");
        Padding(call, shape, "tgt_key_padding_mask", "input5");
        Padding(call, shape, "memory_key_padding_mask", "input6");
        Record(call, layer);
        return call.Result(target, shape, Element.Float);
    }

    private static AbstractValue Whole(Call call)
    {
        var module = (ModuleValue)call.Receiver!;
        var (source, sources) = Sequence(call, module, 0, "d_model");
        var (target, shape) = Sequence(call, module, 1, "d_model");
        RequireSameExamples(call, target, shape, source, sources);
        foreach (var mask in new[] { "src_mask", "tgt_mask", "memory_mask" }) Mask(call, mask);
        foreach (var padding in new[] { "src_key_padding_mask", "tgt_key_padding_mask", "memory_key_padding_mask" }) Padding(call, shape, padding);
        Record(call, module);
        return call.Result(target, shape, Element.Float);
    }

    private static ModuleValue Inner(Call call, string setting)
    {
        var module = (ModuleValue)call.Receiver!;
        return module.Setting(setting) is ModuleValue layer
            ? module.IsFrozen ? layer.Frozen() : layer
            : throw call.Refuse(Reason.UnknownComponent, $"the layer that {module.Kind} repeats cannot be seen", "write it in the call that makes it");
    }

    /// <summary>A sequence whose positions lie on axis 0 and whose examples lie on axis 1.</summary>
    private static (TensorValue Value, Shape Shape) Sequence(Call call, ModuleValue module, int position, params string[] widths)
    {
        var value = call.Operand(position);
        var kind = ((ModuleValue)call.Receiver!).Kind;
        if (value.Shape is not { Rank: 3 } shape)
            throw call.Refuse(Reason.ShapeMismatch, $"{kind} is fed {value}", "feed it [positions, batch, features]", trail: value.Trail);
        if (shape.HoldsExamples && shape.ExamplesAxis != 1)
        {
            throw call.Refuse(
                Reason.MixesExamples,
                $"{kind} takes sequences first in TorchSharp, [positions, batch, features]; fed {shape}, it lets examples attend to each other",
                "swap the axes before, with transpose(0, 1), and back afterwards",
                trail: value.Trail);
        }

        if (!module.IsFrozen && !(shape.HoldsExamples && shape[1].HasExamplesOutermost))
        {
            throw call.Refuse(
                Reason.NoClippingRule,
                shape.HoldsExamples ? $"{kind} is fed {shape}, where the rows of an example do not lie next to each other" : $"{kind} is applied to {value}, which holds no examples, so its gradient cannot be told apart by example",
                shape.HoldsExamples ? "keep the batch outermost when axes are merged" : "give each example its copy (expand, with the batch size on axis 1)",
                trail: value.Trail);
        }

        var width = widths.Select(name => LayerRules.Constant(module, name)).FirstOrDefault(size => size is not null);
        LayerRules.RequireSize(call, $"{kind}({(width is { } known ? Text.Literal(known) : "…")}, …)", value, shape[2], width, "features", "");
        return (value, shape);
    }

    private static void RequireSameExamples(Call call, TensorValue query, Shape targets, TensorValue other, Shape sources)
    {
        if (targets[1].Equals(sources[1]) || !targets.HoldsExamples || !sources.HoldsExamples) return;
        throw call.Refuse(Reason.MixesExamples, $"{call.Member} of {targets} and {sources}, whose examples lie differently", "bring both to the same arrangement first", trail: other.Trail ?? query.Trail);
    }

    /// <summary>Which positions see which, the same for every example.</summary>
    private static void Mask(Call call, params string[] parameters)
    {
        if (call.TakeTensor(parameters) is not { } mask) return;
        Require.NoExamples(call, mask, "the mask");
        if (mask.Shape is { Rank: not 2 } shape) throw call.Refuse(Reason.ShapeMismatch, $"the mask of {call.Member} is {shape}", "give it [targets, sources]", call.SiteOf(parameters.First(call.Has)));
    }

    /// <summary>The positions of each example that are left out: <c>[batch, positions]</c>.</summary>
    private static void Padding(Call call, Shape targets, params string[] parameters)
    {
        if (call.TakeTensor(parameters) is not { } padding || !padding.HoldsExamples) return;
        if (padding.Shape is { Rank: 2 } shape && shape[0].Equals(targets[1])) return;
        throw call.Refuse(
            Reason.MixesExamples,
            $"the padding mask of {call.Member} is {padding}, where [batch, positions] is expected",
            "give each example its own row",
            call.SiteOf(parameters.First(call.Has)),
            padding.Trail);
    }

    private static void Record(Call call, ModuleValue layer)
    {
        if (!layer.IsFrozen) call.Record(new(IsShared: false, 0, Settings(call, layer, "nhead")));
    }

    private static string Settings(Call call, ModuleValue layer, string heads)
    {
        if (LayerRules.Constant(layer, heads) is not { } number || RecurrentRows.Number(layer.Setting("dropout") ?? ConstantValue.Null) is not { } dropout)
            throw call.Refuse(Reason.NoClippingRule, $"the number of heads or the dropout of {layer.Kind} is not a constant, and what is recorded must be what the layer computes", "write numbers");
        var settings = $", heads: {Text.Literal(number)}";
        if (dropout != 0) settings += $", dropout: {Text.Literal(dropout)}";
        if (layer.Setting("activation") is EnumerationValue { Member: not "ReLU" and var activation }) settings += $", activation: global::TorchSharp.torch.nn.Activations.{activation}";
        return settings;
    }
}
