using DslDp.Generator.Proof;

namespace DslDp.Generator.Planning;

/// <summary>How the runtime clips each kind of layer, in words, and the settings by which a layer is told from others of its kind.</summary>
internal static class ClippingRules
{
    private const string Positions = "ghost norm with one position an example; with several, each example's gradient made once, or ghost norm over pairs of positions, whichever is cheaper";

    public const string OfParameter = "a copy for each example where it meets them, so that one backward pass gives each example's gradient";

    public static string Of(ModuleValue module) => module.Kind switch
    {
        "Linear" => Positions,
        "Bilinear" => "as a linear layer on the products of the two inputs: " + Positions,
        "Conv1d" or "Conv2d" or "Conv3d" => "each example's gradient made once, straight from the padded input",
        "ConvTranspose1d" or "ConvTranspose2d" or "ConvTranspose3d" => "each example's gradient from the layer's own backward pass",
        "Embedding" or "EmbeddingBag" => "the sums over positions that hold the same token; the table's gradient is never made for an example",
        "PReLU" => "sums over positions of the output gradients times the negative inputs",
        "LSTM" or "GRU" or "RNN" or "LSTMCell" or "GRUCell" or "RNNCell" => "step by step in terms of its matrices, each with the steps as positions: " + Positions,
        "MultiheadAttention" or "TransformerEncoderLayer" or "TransformerDecoderLayer" or "TransformerEncoder" or "TransformerDecoder" or "Transformer" =>
            "in terms of its matrices and normalisations, with the sequence as positions: " + Positions,
        _ => "sums over positions of the output gradients and of their products with the normalised input",
    };

    public static string[] SizesOf(ModuleValue module) => module.Kind switch
    {
        "Linear" => ["inputSize", "outputSize"],
        "Bilinear" => ["in1_features", "in2_features", "out_features"],
        "Conv1d" or "Conv2d" or "Conv3d" or "ConvTranspose1d" or "ConvTranspose2d" or "ConvTranspose3d" => ["in_channels", "out_channels", "kernel_size"],
        "LayerNorm" => ["normalized_shape"],
        "GroupNorm" => ["num_groups", "num_channels"],
        "InstanceNorm1d" or "InstanceNorm2d" or "InstanceNorm3d" => ["num_features"],
        "Embedding" or "EmbeddingBag" => ["num_embeddings", "embedding_dims"],
        "PReLU" => ["num_parameters"],
        "LSTM" or "GRU" or "RNN" or "LSTMCell" or "GRUCell" or "RNNCell" => ["inputSize", "hiddenSize"],
        "MultiheadAttention" => ["embedded_dim", "num_heads"],
        "TransformerEncoderLayer" or "TransformerDecoderLayer" or "Transformer" => ["d_model", "nhead"],
        "TransformerEncoder" or "TransformerDecoder" => ["num_layers"],
        _ => [],
    };
}
