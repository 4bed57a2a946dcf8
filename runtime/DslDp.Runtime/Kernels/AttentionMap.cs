using DslDp.Native;
using static TorchSharp.torch;

namespace DslDp.Kernels;

/// <summary>
/// Attention of every target to every source, and the way back to the projections. Queries, keys and values are read where they lie, and
/// their gradients are written so: nothing is brought into another order.
/// </summary>
internal sealed unsafe class AttentionMap : IWayBack
{
    private readonly Tensor[] projections;
    private readonly int heads, features, batch, targets, sources;

    private AttentionMap(Tensor[] projections, int heads)
    {
        (this.projections, this.heads) = (projections, heads);
        features = (int)(projections[^1].size(2) / (projections.Length == 1 ? 3 : 1)) / heads;
        (batch, targets, sources) = ((int)projections[0].size(0), (int)projections[0].size(1), (int)projections[^1].size(1));
    }

    /// <summary>Whether the kernel serves these projections; the library serves all others.</summary>
    public static bool Serves(Tensor[] projections, long heads)
    {
        Tensor first = projections[0], last = projections[^1];
        return WideTile.IsSupported && ProductChoice.Forced != false
            && projections.All(tensor => Memory.ServesInOrder(tensor) && tensor.dim() == 3)
            && projections.All(tensor => tensor.size(0) == first.size(0) && tensor.size(2) == first.size(2))
            && projections.Skip(1).All(tensor => tensor.size(1) == last.size(1))
            && heads > 0 && first.size(2) / (projections.Length == 1 ? 3 : 1) % heads == 0;
    }

    /// <summary>Attends.</summary>
    /// <param name="projections">
    /// Query, key and value, each <c>[batch, positions, features]</c>, or one tensor in which the three lie next to each other; contiguous.
    /// They live until autograd has come back.
    /// </param>
    /// <param name="heads">Number of heads.</param>
    /// <returns>What was gathered, <c>[batch, targets, features]</c>.</returns>
    public static Tensor Of(Tensor[] projections, long heads)
    {
        var map = new AttentionMap(projections, (int)heads);
        return AutogradNode.Of(map.Forward(), map, null, projections);
    }

    public void Lead(Tensor gradient, Span<Tensor?> atInputs)
    {
        using var gradients = gradient.contiguous();
        Tensor[] results = [.. projections.Select(projection => empty(projection.shape))];
        HeadRows[] rows = HeadRows.OfProjections(projections, heads), to = HeadRows.OfProjections(results, heads);
        var from = HeadRows.Of(gradients, heads);
        ForEach((attention, example, head) => attention.LeadBack(
            rows[0].At(example, head), rows[1].At(example, head), rows[2].At(example, head), from.At(example, head),
            to[0].At(example, head), to[1].At(example, head), to[2].At(example, head)));
        results.CopyTo(atInputs);
    }

    private Tensor Forward()
    {
        using var noGrad = new NoGrad();
        var output = empty(batch, targets, heads * features);
        var (rows, to) = (HeadRows.OfProjections(projections, heads), HeadRows.Of(output, heads));
        ForEach((attention, example, head) =>
            attention.Attend(rows[0].At(example, head), rows[1].At(example, head), rows[2].At(example, head), to.At(example, head)));
        return output;
    }

    /// <summary>Does something for each example and head.</summary>
    private void ForEach(Action<AttentionHead, int, int> work) => Workers.Run(batch * heads, (start, end) =>
    {
        using var attention = new AttentionHead(targets, sources, features);
        for (var at = start; at < end; at++)
            work(attention, at / heads, at % heads);
    });
}
