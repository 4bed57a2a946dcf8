using DslDp.Kernels;
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
    /// <returns>What was gathered, <c>[targets, batch, features]</c>.</returns>
    public Tensor Run(Tensor query, Tensor key, Tensor value, Tensor? keyPaddingMask, Tensor? attentionMask)
    {
        using var scope = NewDisposeScope();
        var projections = Project(query, key, value);
        var gathered = keyPaddingMask is null && attentionMask is null && dropout == 0 && AttentionMap.Serves(projections, heads)
            ? AttentionMap.Of(projections, heads)
            : Gather(projections, keyPaddingMask, attentionMask).Gathered;
        return Finish(gathered).MoveToOuterDisposeScope();
    }

    /// <summary>Attends, and gives the weights of each head too, <c>[batch, heads, targets, sources]</c>.</summary>
    /// <inheritdoc cref="Run"/>
    public (Tensor Output, Tensor Weights) RunWithWeights(Tensor query, Tensor key, Tensor value, Tensor? keyPaddingMask, Tensor? attentionMask)
    {
        using var scope = NewDisposeScope();
        var (gathered, weights) = Gather(Project(query, key, value), keyPaddingMask, attentionMask);
        return (Finish(gathered).MoveToOuterDisposeScope(), weights.MoveToOuterDisposeScope());
    }

    /// <summary>Step by step: <c>[batch, targets, features]</c> and the weights.</summary>
    private (Tensor Gathered, Tensor Weights) Gather(Tensor[] projections, Tensor? keyPaddingMask, Tensor? attentionMask)
    {
        Tensor[] parts = [.. (projections.Length == 1 ? projections[0].chunk(3, -1) : projections).Select(OfHeads)];
        var (q, k, v) = (parts[0], parts[1], parts[2]);
        using Scalar root = Math.Sqrt(q.shape[^1]);
        var scores = q.div(root).matmul(k.transpose(-2, -1));
        // libtorch's C++ module adds a mask of Booleans too, as ones, where PyTorch leaves out what it marks.
        if (attentionMask is not null)
            scores = scores.Plus(attentionMask);
        if (keyPaddingMask is not null)
            scores = scores.masked_fill(keyPaddingMask.to(ScalarType.Bool).unsqueeze(1).unsqueeze(2), HeldScalars.NegativeInfinity);
        var weights = scores.softmax(-1);
        var kept = dropout > 0 ? nn.functional.dropout(weights, dropout, training: true) : weights;
        return (kept.matmul(v).transpose(1, 2).flatten(2), kept);
    }

    private Tensor Finish(Tensor gathered) =>
        record.Multiply(gathered, parameters.Whole("out_proj.weight"), parameters.WholeOrNone("out_proj.bias"), Name, 0).transpose(0, 1);

    /// <summary>
    /// Query, key and value, each <c>[batch, positions, features]</c>; where one tensor is all three, one product gives them next to each
    /// other.
    /// </summary>
    private Tensor[] Project(Tensor query, Tensor key, Tensor value)
    {
        if (ReferenceEquals(query, key) && ReferenceEquals(key, value) && parameters.WholeOrNone("in_proj_weight") is { } weight)
            return [record.Project(query.transpose(0, 1), weight, parameters.WholeOrNone("in_proj_bias"), Name)];
        return [.. new[] { query, key, value }.Select((input, third) =>
        {
            var (weight, bias) = parameters.Projection(third);
            return record.Project(input.transpose(0, 1), weight, bias, Name);
        })];
    }

    // [batch, positions, features] to [batch, heads, positions, features of a head].
    private Tensor OfHeads(Tensor projection)
    {
        var shape = projection.shape;
        return projection.view(shape[0], shape[1], heads, shape[2] / heads).transpose(1, 2);
    }
}
