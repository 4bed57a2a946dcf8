using TorchSharp;
using static TorchSharp.torch;

namespace DslDp.Clipping.Attention;

/// <summary>
/// Attention with several heads (Vaswani et al. 2017) as libtorch computes it, its matrices recorded. Sequences come first:
/// <c>[positions, batch, features]</c>.
/// </summary>
/// <param name="record">The record.</param>
/// <param name="parameters">The module's parameters.</param>
/// <param name="heads">Number of heads.</param>
/// <param name="dropout">Probability with which attention weights are dropped; 0 outside of training.</param>
internal sealed class AttentionForward(LayerRecord record, AttentionParameters parameters, long heads, double dropout)
{
    private const string Name = "MultiheadAttention";

    /// <summary>Attends.</summary>
    /// <param name="query"><c>[targets, batch, features]</c>.</param>
    /// <param name="key"><c>[sources, batch, …]</c>.</param>
    /// <param name="value"><c>[sources, batch, …]</c>.</param>
    /// <param name="keyPaddingMask">Sources that are left out, <c>[batch, sources]</c>, Bool.</param>
    /// <param name="attentionMask">Which targets see which sources, the same for every example: numbers to add, <c>[targets, sources]</c>.</param>
    /// <returns>What was gathered, <c>[targets, batch, features]</c>, and the weights of each head, <c>[batch, heads, targets, sources]</c>.</returns>
    public (Tensor Output, Tensor Weights) Run(Tensor query, Tensor key, Tensor value, Tensor? keyPaddingMask, Tensor? attentionMask)
    {
        using var scope = NewDisposeScope();
        var (q, k, v) = (Project(query, 0), Project(key, 1), Project(value, 2));
        using Scalar root = Math.Sqrt(q.shape[^1]);
        var scores = q.div(root).matmul(k.transpose(-2, -1));
        // libtorch's C++ module adds a mask of Booleans too, as ones, where PyTorch leaves out what it marks.
        if (attentionMask is not null)
            scores = scores.Plus(attentionMask);
        if (keyPaddingMask is not null)
            scores = scores.masked_fill(keyPaddingMask.to(ScalarType.Bool).unsqueeze(1).unsqueeze(2), HeldScalars.NegativeInfinity);
        var weights = scores.softmax(-1);
        if (dropout > 0)
            weights = nn.functional.dropout(weights, dropout, training: true);
        var gathered = weights.matmul(v).transpose(1, 2).flatten(2);
        var output = record.Multiply(gathered, parameters.Whole("out_proj.weight"), parameters.WholeOrNone("out_proj.bias"), Name, 0);
        return (output.transpose(0, 1).MoveToOuterDisposeScope(), weights.MoveToOuterDisposeScope());
    }

    // [positions, batch, features] to [batch, heads, positions, features of a head].
    private Tensor Project(Tensor input, int third)
    {
        var (weight, bias) = parameters.Projection(third);
        var projected = record.Multiply(input.transpose(0, 1), weight, bias, Name, 0);
        var shape = projected.shape;
        return projected.view(shape[0], shape[1], heads, shape[2] / heads).transpose(1, 2);
    }
}
