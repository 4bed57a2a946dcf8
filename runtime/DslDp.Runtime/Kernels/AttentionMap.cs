using TorchSharp;
using static TorchSharp.torch;

namespace DslDp.Kernels;

/// <summary>
/// Attention of every target to every source, and the way back to the projections. Queries, keys and values are read where they lie, and
/// their gradients are written so: nothing is brought into another order.
/// </summary>
internal sealed unsafe class AttentionMap : autograd.SingleTensorFunction<AttentionMap>
{
    private sealed record State(Tensor[] Projections, int Heads)
    {
        private readonly int features = (int)(Projections[^1].size(2) / (Projections.Length == 1 ? 3 : 1)) / Heads;
        private readonly int batch = (int)Projections[0].size(0), targets = (int)Projections[0].size(1), sources = (int)Projections[^1].size(1);

        /// <summary>The shape of what is gathered.</summary>
        public long[] Shape => [batch, targets, Heads * features];

        /// <summary>Does something for each example and head.</summary>
        public void ForEach(Action<AttentionHead, int, int> work) => Workers.Run(batch * Heads, (start, end) =>
        {
            using var attention = new AttentionHead(targets, sources, features);
            for (var at = start; at < end; at++)
                work(attention, at / Heads, at % Heads);
        });
    }

    public override string Name => nameof(AttentionMap);

    /// <summary>Whether the kernel serves these projections; the library serves all others.</summary>
    public static bool Serves(Tensor[] projections, long heads)
    {
        Tensor first = projections[0], last = projections[^1];
        return WideTile.IsSupported && ProductChoice.Forced != false
            && projections.All(tensor => tensor.device_type == DeviceType.CPU && tensor.dtype == ScalarType.Float32 && tensor.dim() == 3 && tensor.is_contiguous())
            && projections.All(tensor => tensor.numel() is > 0 and <= Memory.MaxNumbers && tensor.size(0) == first.size(0) && tensor.size(2) == first.size(2))
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
    public static Tensor Of(Tensor[] projections, long heads) => apply([.. projections, new State(projections, (int)heads)]);

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var state = (State)vars[^1];
        ctx.save_data("state", state);
        var output = empty(state.Shape);
        var (rows, to) = (HeadRows.OfProjections(state.Projections, state.Heads), HeadRows.Of(output, state.Heads));
        state.ForEach((attention, example, head) =>
            attention.Attend(rows[0].At(example, head), rows[1].At(example, head), rows[2].At(example, head), to.At(example, head)));
        return output;
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        WayBack.Enter(grad_output);
        var state = (State)ctx.get_data("state");
        using var gradients = grad_output.contiguous();
        Tensor[] results = [.. state.Projections.Select(projection => empty(projection.shape))];
        HeadRows[] rows = HeadRows.OfProjections(state.Projections, state.Heads), to = HeadRows.OfProjections(results, state.Heads);
        var from = HeadRows.Of(gradients, state.Heads);
        state.ForEach((attention, example, head) => attention.LeadBack(
            rows[0].At(example, head), rows[1].At(example, head), rows[2].At(example, head), from.At(example, head),
            to[0].At(example, head), to[1].At(example, head), to[2].At(example, head)));
        return [.. results.Select(WayBack.Returned), null!];
    }
}
