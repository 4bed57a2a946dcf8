using DslDp.Clipping.Attention;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DslDp.Clipping;

/// <summary>
/// Attention and transformers. What they were made with cannot be read off TorchSharp's modules: the generated code passes it on. As in
/// TorchSharp, sequences come first: <c>[positions, batch, features]</c>.
/// </summary>
public sealed partial class LayerRecord
{
    private const nn.Activations Rectifier = nn.Activations.ReLU;

    /// <summary>Runs attention and records it.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="query"><c>[targets, batch, features]</c>.</param>
    /// <param name="key"><c>[sources, batch, features]</c>.</param>
    /// <param name="value"><c>[sources, batch, features]</c>.</param>
    /// <param name="key_padding_mask"><c>[batch, sources]</c>, or none.</param>
    /// <param name="need_weights">Whether the weights are wanted.</param>
    /// <param name="attn_mask"><c>[targets, sources]</c>, or none.</param>
    /// <param name="heads">Number of heads that the layer was made with.</param>
    /// <param name="dropout">Dropout that the layer was made with.</param>
    /// <returns><c>[targets, batch, features]</c>, and the weights averaged over the heads, <c>[batch, targets, sources]</c>.</returns>
    public Tuple<Tensor, Tensor> Call(MultiheadAttention layer, Tensor query, Tensor key, Tensor value, Tensor? key_padding_mask = null, bool need_weights = true, Tensor? attn_mask = null, long heads = 1, double dropout = 0)
    {
        ArgumentNullException.ThrowIfNull(layer);
        using var scope = NewDisposeScope();
        var forward = new AttentionForward(this, new(this, layer, ""), heads, layer.training ? dropout : 0);
        if (!need_weights)
            return Tuple.Create<Tensor, Tensor>(forward.Run(query, key, value, key_padding_mask, attn_mask).MoveToOuterDisposeScope(), null!);
        var (output, weights) = forward.RunWithWeights(query, key, value, key_padding_mask, attn_mask);
        return Tuple.Create(output.MoveToOuterDisposeScope(), weights.mean([1L]).MoveToOuterDisposeScope());
    }

    /// <summary>Runs one layer of a transformer's encoder and records it.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="src"><c>[positions, batch, features]</c>.</param>
    /// <param name="src_mask"><c>[positions, positions]</c>, or none.</param>
    /// <param name="src_key_padding_mask"><c>[batch, positions]</c>, or none.</param>
    /// <param name="heads">Number of heads that the layer was made with.</param>
    /// <param name="dropout">Dropout that the layer was made with.</param>
    /// <param name="activation">Activation that the layer was made with.</param>
    /// <returns>The shape of <paramref name="src"/>.</returns>
    public Tensor Call(TransformerEncoderLayer layer, Tensor src, Tensor? src_mask = null, Tensor? src_key_padding_mask = null, long heads = 1, double dropout = 0, nn.Activations activation = Rectifier) =>
        Transformed(layer, heads, dropout, activation, forward => forward.EncoderLayer(new(this, layer, ""), src, src_mask, src_key_padding_mask));

    /// <summary>Runs a transformer's encoder and records it.</summary>
    /// <param name="layers">The encoder.</param>
    /// <param name="src"><c>[positions, batch, features]</c>.</param>
    /// <param name="src_mask"><c>[positions, positions]</c>, or none.</param>
    /// <param name="src_key_padding_mask"><c>[batch, positions]</c>, or none.</param>
    /// <param name="heads">Number of heads that the layers were made with.</param>
    /// <param name="dropout">Dropout that the layers were made with.</param>
    /// <param name="activation">Activation that the layers were made with.</param>
    /// <returns>The shape of <paramref name="src"/>.</returns>
    public Tensor Call(TransformerEncoder layers, Tensor src, Tensor? src_mask = null, Tensor? src_key_padding_mask = null, long heads = 1, double dropout = 0, nn.Activations activation = Rectifier) =>
        Transformed(layers, heads, dropout, activation, forward => forward.Encoder(new(this, layers, ""), src, src_mask, src_key_padding_mask));

    /// <summary>Runs one layer of a transformer's decoder and records it.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="tgt"><c>[targets, batch, features]</c>.</param>
    /// <param name="memory"><c>[sources, batch, features]</c>.</param>
    /// <param name="tgt_mask"><c>[targets, targets]</c>, or none.</param>
    /// <param name="memory_mask"><c>[targets, sources]</c>, or none.</param>
    /// <param name="tgt_key_padding_mask"><c>[batch, targets]</c>, or none.</param>
    /// <param name="memory_key_padding_mask"><c>[batch, sources]</c>, or none.</param>
    /// <param name="heads">Number of heads that the layer was made with.</param>
    /// <param name="dropout">Dropout that the layer was made with.</param>
    /// <param name="activation">Activation that the layer was made with.</param>
    /// <returns>The shape of <paramref name="tgt"/>.</returns>
    public Tensor Call(TransformerDecoderLayer layer, Tensor tgt, Tensor memory, Tensor? tgt_mask = null, Tensor? memory_mask = null, Tensor? tgt_key_padding_mask = null, Tensor? memory_key_padding_mask = null, long heads = 1, double dropout = 0, nn.Activations activation = Rectifier) =>
        Transformed(layer, heads, dropout, activation, forward => forward.DecoderLayer(new(this, layer, ""), tgt, memory, tgt_mask, memory_mask, tgt_key_padding_mask, memory_key_padding_mask));

    /// <summary>Runs a transformer's decoder and records it.</summary>
    /// <param name="layers">The decoder.</param>
    /// <param name="tgt"><c>[targets, batch, features]</c>.</param>
    /// <param name="memory"><c>[sources, batch, features]</c>.</param>
    /// <param name="tgt_mask"><c>[targets, targets]</c>, or none.</param>
    /// <param name="memory_mask"><c>[targets, sources]</c>, or none.</param>
    /// <param name="tgt_key_padding_mask"><c>[batch, targets]</c>, or none.</param>
    /// <param name="memory_key_padding_mask"><c>[batch, sources]</c>, or none.</param>
    /// <param name="heads">Number of heads that the layers were made with.</param>
    /// <param name="dropout">Dropout that the layers were made with.</param>
    /// <param name="activation">Activation that the layers were made with.</param>
    /// <returns>The shape of <paramref name="tgt"/>.</returns>
    public Tensor Call(TransformerDecoder layers, Tensor tgt, Tensor memory, Tensor? tgt_mask = null, Tensor? memory_mask = null, Tensor? tgt_key_padding_mask = null, Tensor? memory_key_padding_mask = null, long heads = 1, double dropout = 0, nn.Activations activation = Rectifier) =>
        Transformed(layers, heads, dropout, activation, forward => forward.Decoder(new(this, layers, ""), tgt, memory, tgt_mask, memory_mask, tgt_key_padding_mask, memory_key_padding_mask));

    /// <summary>Runs a transformer and records it.</summary>
    /// <param name="model">The transformer.</param>
    /// <param name="src"><c>[sources, batch, features]</c>.</param>
    /// <param name="tgt"><c>[targets, batch, features]</c>.</param>
    /// <param name="src_mask"><c>[sources, sources]</c>, or none.</param>
    /// <param name="tgt_mask"><c>[targets, targets]</c>, or none.</param>
    /// <param name="memory_mask"><c>[targets, sources]</c>, or none.</param>
    /// <param name="src_key_padding_mask"><c>[batch, sources]</c>, or none.</param>
    /// <param name="tgt_key_padding_mask"><c>[batch, targets]</c>, or none.</param>
    /// <param name="memory_key_padding_mask"><c>[batch, sources]</c>, or none.</param>
    /// <param name="heads">Number of heads that the model was made with.</param>
    /// <param name="dropout">Dropout that the model was made with.</param>
    /// <param name="activation">Activation that the model was made with.</param>
    /// <returns>The shape of <paramref name="tgt"/>.</returns>
    public Tensor Call(Transformer model, Tensor src, Tensor tgt, Tensor? src_mask = null, Tensor? tgt_mask = null, Tensor? memory_mask = null, Tensor? src_key_padding_mask = null, Tensor? tgt_key_padding_mask = null, Tensor? memory_key_padding_mask = null, long heads = 1, double dropout = 0, nn.Activations activation = Rectifier)
    {
        var parameters = new AttentionParameters(this, model, "");
        return Transformed(model, heads, dropout, activation, forward => forward.Decoder(
            parameters.Inside("decoder"),
            tgt,
            forward.Encoder(parameters.Inside("encoder"), src, src_mask, src_key_padding_mask),
            tgt_mask,
            memory_mask,
            tgt_key_padding_mask,
            memory_key_padding_mask));
    }

    private Tensor Transformed(nn.Module module, long heads, double dropout, nn.Activations activation, Func<TransformerForward, Tensor> run)
    {
        ArgumentNullException.ThrowIfNull(module);
        using var scope = NewDisposeScope();
        return run(new TransformerForward(this, new(heads, dropout, activation), module.training)).MoveToOuterDisposeScope();
    }
}
