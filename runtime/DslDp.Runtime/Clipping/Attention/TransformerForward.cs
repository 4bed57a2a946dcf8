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
        var attended = Normalize(parameters, "norm1", source.Plus(Drop(Attend(parameters, "self_attn", source, source, mask, keyPaddingMask))));
        return Normalize(parameters, "norm2", attended.Plus(Drop(FeedForward(parameters, attended)))).MoveToOuterDisposeScope();
    }

    /// <summary>One layer of a decoder.</summary>
    public Tensor DecoderLayer(AttentionParameters parameters, Tensor target, Tensor memory, Tensor? targetMask, Tensor? memoryMask, Tensor? targetKeyPaddingMask, Tensor? memoryKeyPaddingMask)
    {
        using var scope = NewDisposeScope();
        var attended = Normalize(parameters, "norm1", target.Plus(Drop(Attend(parameters, "self_attn", target, target, targetMask, targetKeyPaddingMask))));
        attended = Normalize(parameters, "norm2", attended.Plus(Drop(Attend(parameters, "multihead_attn", attended, memory, memoryMask, memoryKeyPaddingMask))));
        return Normalize(parameters, "norm3", attended.Plus(Drop(FeedForward(parameters, attended)))).MoveToOuterDisposeScope();
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

    private Tensor NormalizeLast(AttentionParameters parameters, Tensor value) =>
        parameters.Find("norm.weight") is null ? value : Normalize(parameters, "norm", value);

    private Tensor Attend(AttentionParameters parameters, string name, Tensor query, Tensor memory, Tensor? mask, Tensor? keyPaddingMask) =>
        new AttentionForward(record, parameters.Inside(name), settings.Heads, dropout).Run(query, memory, memory, keyPaddingMask, mask);

    private Tensor FeedForward(AttentionParameters parameters, Tensor value)
    {
        var hidden = Multiply(parameters, "linear1", value);
        return Multiply(parameters, "linear2", Drop(settings.Activation == nn.Activations.GELU ? nn.functional.gelu(hidden) : hidden.relu()));
    }

    private Tensor Multiply(AttentionParameters parameters, string name, Tensor value) => record.Multiply(
        value, parameters.Whole(name + ".weight"), parameters.WholeOrNone(name + ".bias"), name, batchAxis: 1);

    private Tensor Normalize(AttentionParameters parameters, string name, Tensor value) =>
        record.NormalizeFeatures(value, parameters[name + ".weight"], parameters.Find(name + ".bias"), batchAxis: 1);

    private Tensor Drop(Tensor value) => dropout > 0 ? nn.functional.dropout(value, dropout, training: true) : value;
}
