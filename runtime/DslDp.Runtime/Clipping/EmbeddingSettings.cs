using System.Runtime.CompilerServices;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DslDp.Clipping;

/// <summary>
/// What a table of embeddings was made with, which TorchSharp's modules do not say: found by looking each row up once and reading off
/// autograd how it counts. No private value is looked at.
/// </summary>
/// <param name="Padding">The row that has no gradient and counts for nothing in a bag; null where there is none.</param>
/// <param name="Mode">How a bag is put together.</param>
internal sealed record EmbeddingSettings(long? Padding, EmbeddingBagMode Mode)
{
    private static readonly ConditionalWeakTable<nn.Module, EmbeddingSettings> Found = [];

    public static EmbeddingSettings Of(Embedding layer) => Found.GetValue(layer, _ => new(PaddingOf(layer.weight!, rows => layer.call(rows)), default));

    public static EmbeddingSettings Of(EmbeddingBag layer) => Found.GetValue(layer, _ =>
    {
        var padding = PaddingOf(layer.weight!, rows => layer.call(rows.unsqueeze(1)));
        return new(padding, ModeOf(layer, padding));
    });

    /// <summary>One row for each bag.</summary>
    /// <param name="rows"><c>[batch, tokens of a bag, d]</c>.</param>
    /// <param name="tokens"><c>[batch, tokens of a bag]</c>.</param>
    /// <param name="weights">What each token counts for in a sum; none for 1.</param>
    /// <returns><c>[batch, d]</c>.</returns>
    public Tensor Bag(Tensor rows, Tensor tokens, Tensor? weights)
    {
        using Scalar? padding = Padding is { } row ? row : null;
        var counts = padding is null ? ones_like(tokens, ScalarType.Bool) : tokens.ne(padding);
        var counting = counts.unsqueeze(-1);
        if (weights is not null)
            rows = rows * weights.unsqueeze(-1);
        if (Mode == EmbeddingBagMode.Max)
        {
            var greatest = rows.masked_fill(counting.logical_not(), HeldScalars.NegativeInfinity).max(1).values;
            return greatest.masked_fill(counts.any(1, keepdim: true).logical_not(), HeldScalars.Zero);
        }
        var sum = rows.masked_fill(counting.logical_not(), HeldScalars.Zero).sum(1L);
        return Mode == EmbeddingBagMode.Sum ? sum : sum / counts.sum(1L, keepdim: true).clamp_min(HeldScalars.One);
    }

    private static long? PaddingOf(Parameter table, Func<Tensor, Tensor> lookUp)
    {
        using var scope = NewDisposeScope();
        var counts = CountsOf(table, () => lookUp(HeldScalars.Counting(table.shape[0], table.device))).abs().sum(1L);
        var without = counts.eq(HeldScalars.Zero).nonzero();
        return without.shape[0] == 1 && table.shape[1] > 0 ? without[0, 0].item<long>() : null;
    }

    private static EmbeddingBagMode ModeOf(EmbeddingBag layer, long? padding)
    {
        var table = layer.weight!;
        long[] rows = [.. Enumerable.Range(0, (int)table.shape[0]).Select(row => (long)row).Where(row => row != padding).Take(2)];
        if (rows.Length == 0)
            return EmbeddingBagMode.Sum;
        using var scope = NewDisposeScope();
        // The first row twice: a sum counts it twice. Then two rows: the mean halves each, the greatest is one of them. With a single
        // row the mean and the greatest of its copies are the same.
        var twice = CountsOf(table, () => layer.call(tensor([rows[0], rows[0]], 1, 2, device: table.device)));
        if (twice[rows[0], 0].item<float>() == 2)
            return EmbeddingBagMode.Sum;
        if (rows.Length == 1)
            return EmbeddingBagMode.Mean;
        var counts = CountsOf(table, () => layer.call(tensor(rows, 1, 2, device: table.device)));
        return counts[rows[0], 0].item<float>() == counts[rows[1], 0].item<float>() ? EmbeddingBagMode.Mean : EmbeddingBagMode.Max;
    }

    /// <summary>How often each number of the table counts in what is computed from it.</summary>
    private static Tensor CountsOf(Parameter table, Func<Tensor> compute)
    {
        var isTrained = table.requires_grad;
        using var grad = enable_grad();
        table.requires_grad = true;
        try
        {
            using var result = compute().sum();
            return autograd.grad([result], [table])[0].to(ScalarType.Float32);
        }
        finally
        {
            table.requires_grad = isTrained;
        }
    }
}
