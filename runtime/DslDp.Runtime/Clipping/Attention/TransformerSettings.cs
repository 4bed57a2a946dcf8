using static TorchSharp.torch;

namespace DslDp.Clipping.Attention;

/// <summary>What a transformer layer was made with, which TorchSharp's modules do not say.</summary>
/// <param name="Heads">Number of heads.</param>
/// <param name="Dropout">Probability with which values are dropped in training.</param>
/// <param name="Activation">What stands between the two matrices of the feed-forward part.</param>
internal readonly record struct TransformerSettings(long Heads, double Dropout, nn.Activations Activation);
