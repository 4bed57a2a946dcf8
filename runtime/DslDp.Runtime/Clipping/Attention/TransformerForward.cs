using static TorchSharp.torch;

namespace DslDp.Clipping.Attention;

/// <summary>
/// The layers of a transformer as libtorch computes them, normalising after each residual connection, in terms of recorded matrices
/// and normalisations. Sequences come first: <c>[positions, batch, features]</c>.
/// </summary>
/// <param name="record">The record.</param>
/// <param name="settings">What the module was made with.</param>
/// <param name="training">Whether values are dropped.</param>
internal sealed class TransformerForward(LayerRecord record, TransformerSettings settings, bool training)
{
    private readonly double dropout = training ? settings.Dropout : 0;

    /// <summary>One layer of an encoder.</summary>
    public Tensor EncoderLayer(AttentionParameters parameters, Tensor source, Tensor? mask, Tensor? keyPaddingMask)
    {
        using var scope = NewDisposeScope();
        var attended = Normalize(parameters, "norm1", source, Attend(parameters, "self_attn", source, source, mask, keyPaddingMask));
        return Normalize(parameters, "norm2", attended, FeedForward(parameters, attended)).MoveToOuterDisposeScope();
    }

    /// <summary>One layer of a decoder.</summary>
    public Tensor DecoderLayer(AttentionParameters parameters, Tensor target, Tensor memory, Tensor? targetMask, Tensor? memoryMask, Tensor? targetKeyPaddingMask, Tensor? memoryKeyPaddingMask)
    {
        using var scope = NewDisposeScope();
        var attended = Normalize(parameters, "norm1", target, Attend(parameters, "self_attn", target, target, targetMask, targetKeyPaddingMask));
        attended = Normalize(parameters, "norm2", attended, Attend(parameters, "multihead_attn", attended, memory, memoryMask, memoryKeyPaddingMask));
        return Normalize(parameters, "norm3", attended, FeedForward(parameters, attended)).MoveToOuterDisposeScope();
    }

    /// <summary>All layers of an encoder, and the normalisation after the last where there is one.</summary>
    public Tensor Encoder(AttentionParameters parameters, Tensor source, Tensor? mask, Tensor? keyPaddingMask)
    {
        var value = source;
        for (var layer = 0; parameters.Find($"layers.{layer}.linear1.weight") is not null; layer++)
            value = EncoderLayer(parameters.Inside($"layers.{layer}"), value, mask, keyPaddingMask);
        return NormalizeLast(parameters, value);
    }

    /// <summary>All layers of a decoder, and the normalisation after the last where there is one.</summary>
    public Tensor Decoder(AttentionParameters parameters, Tensor target, Tensor memory, Tensor? targetMask, Tensor? memoryMask, Tensor? targetKeyPaddingMask, Tensor? memoryKeyPaddingMask)
    {
        var value = target;
        for (var layer = 0; parameters.Find($"layers.{layer}.linear1.weight") is not null; layer++)
            value = DecoderLayer(parameters.Inside($"layers.{layer}"), value, memory, targetMask, memoryMask, targetKeyPaddingMask, memoryKeyPaddingMask);
        return NormalizeLast(parameters, value);
    }

    private Tensor NormalizeLast(AttentionParameters parameters, Tensor value) => parameters.Find("norm.weight") is { } weight
        ? record.NormalizeFeatures(value, weight, parameters.Find("norm.bias"), batchAxis: 1)
        : value;

    private Tensor Attend(AttentionParameters parameters, string name, Tensor query, Tensor memory, Tensor? mask, Tensor? keyPaddingMask) =>
        new AttentionForward(record, parameters.Inside(name), settings.Heads, dropout).Run(query, memory, memory, keyPaddingMask, mask);

    private Tensor FeedForward(AttentionParameters parameters, Tensor value) => Multiply(parameters, "linear2", Drop(settings.Activation == nn.Activations.GELU
        ? nn.functional.gelu(Multiply(parameters, "linear1", value))
        : record.MultiplyRectified(value, parameters.Whole("linear1.weight"), parameters.WholeOrNone("linear1.bias"), "linear1", batchAxis: 1)));

    private Tensor Multiply(AttentionParameters parameters, string name, Tensor value) => record.Multiply(
        value, parameters.Whole(name + ".weight"), parameters.WholeOrNone(name + ".bias"), name, batchAxis: 1);

    private Tensor Normalize(AttentionParameters parameters, string name, Tensor value, Tensor added) =>
        record.NormalizeSum(value, Drop(added), parameters[name + ".weight"], parameters.Find(name + ".bias"));

    private Tensor Drop(Tensor value) => dropout > 0 ? nn.functional.dropout(value, dropout, training: true) : value;
}
