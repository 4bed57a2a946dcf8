using System.Runtime.InteropServices;
using DslDp.Kernels;
using static TorchSharp.torch;

namespace DslDp.Clipping;

/// <summary>What each example's gradient counts for in the sum; examples that are not finite count for exactly nothing.</summary>
internal sealed class ExampleWeights
{
    // Null when every example is finite, which is nearly always: then nothing needs to be cleared.
    private readonly Tensor? finite;
    private float[]? array;

    private ExampleWeights(Tensor factors, Tensor? finite, float[]? array = null)
    {
        Factors = factors;
        this.finite = finite;
        this.array = array;
    }

    /// <summary>One factor an example, <c>[batch]</c>, finite.</summary>
    public Tensor Factors { get; }

    /// <summary>One factor an example; exactly 0 where an example is not finite.</summary>
    public float[] Array => array ??= ToArray(Factors);

    /// <summary>The factor of the example that each position belongs to.</summary>
    /// <param name="positions">Positions of all the examples.</param>
    public float[] OfPositions(int positions)
    {
        if (positions == Array.Length)
            return Array;
        var (all, each) = (new float[positions], positions / Array.Length);
        for (var example = 0; example < Array.Length; example++)
            all.AsSpan(example * each, each).Fill(Array[example]);
        return all;
    }

    /// <param name="factors">Factors, <c>[batch]</c>, where the gradients are.</param>
    /// <param name="norms">The norms of the examples' gradients, <c>[batch]</c>, likewise.</param>
    /// <param name="batch">The same factors and norms.</param>
    public static ExampleWeights Of(Tensor factors, Tensor norms, BatchClipping batch)
    {
        if (System.Array.TrueForAll(batch.Norms, float.IsFinite) && System.Array.TrueForAll(batch.Factors, float.IsFinite))
            return new(factors, null, batch.Factors);
        var usable = norms.isfinite().logical_and(factors.isfinite());
        return new(where(usable, factors, zeros_like(factors)), usable);
    }

    /// <summary>The tensor with the rows of examples that are not finite set to zero: 0 · NaN would be NaN, and spoil the sum.</summary>
    /// <param name="perExample"><c>[batch · n, …]</c>, the n rows of an example next to each other.</param>
    public Tensor Cleared(Tensor perExample) => finite is null
        ? perExample
        : where(PerRow(finite, perExample), perExample, zeros_like(perExample));

    /// <summary>A new tensor: each example's rows times its factor, cleared where it is not finite.</summary>
    /// <param name="perExample"><c>[batch · n, …]</c>, the n rows of an example next to each other.</param>
    public Tensor Scaled(Tensor perExample)
    {
        if (Memory.ServesInOrder(perExample))
            return Rows.Scaled(perExample, Array);
        using var factors = PerRow(Factors, perExample);
        return Cleared(perExample) * factors;
    }

    /// <summary>The weights of some of the examples.</summary>
    /// <param name="start">The first one.</param>
    /// <param name="length">How many.</param>
    public ExampleWeights Part(long start, long length) => new(Factors.narrow(0, start, length), finite?.narrow(0, start, length));

    private static float[] ToArray(Tensor factors)
    {
        using var scope = NewDisposeScope();
        return MemoryMarshal.Cast<byte, float>(factors.cpu().contiguous().bytes).ToArray();
    }

    private static Tensor PerRow(Tensor perExample, Tensor like)
    {
        var shape = new long[like.dim()];
        System.Array.Fill(shape, 1);
        shape[0] = like.size(0);
        var rows = like.size(0) / perExample.size(0);
        using var repeated = rows == 1 ? null : perExample.repeat_interleave(rows);
        return (repeated ?? perExample).view(shape);
    }
}
