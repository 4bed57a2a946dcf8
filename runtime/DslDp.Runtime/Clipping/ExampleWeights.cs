using TorchSharp;
using static TorchSharp.torch;

namespace DslDp.Clipping;

/// <summary>What each example's gradient counts for in the sum; examples that are not finite count for exactly nothing.</summary>
internal sealed class ExampleWeights
{
    // Null when every example is finite, which is nearly always: then nothing needs to be cleared.
    private readonly Tensor? finite;

    /// <param name="factors">Factors, <c>[batch]</c>.</param>
    /// <param name="finite">Which examples have a finite gradient, <c>[batch]</c>, Bool.</param>
    public ExampleWeights(Tensor factors, Tensor finite)
    {
        var usable = finite.logical_and(factors.isfinite());
        AllFinite = usable.all().ToBoolean();
        this.finite = AllFinite ? null : usable;
        Factors = AllFinite ? factors : where(usable, factors, zeros_like(factors));
    }

    /// <summary>One factor an example, <c>[batch]</c>, finite.</summary>
    public Tensor Factors { get; }

    /// <summary>Whether every example may join the sum as it is.</summary>
    public bool AllFinite { get; }

    /// <summary>The tensor with the rows of examples that are not finite set to zero: 0 · NaN would be NaN, and spoil the sum.</summary>
    /// <param name="perExample"><c>[batch · n, …]</c>, the n rows of an example next to each other.</param>
    public Tensor Cleared(Tensor perExample) => finite is null
        ? perExample
        : where(PerRow(finite, perExample), perExample, zeros_like(perExample));

    /// <summary>A new tensor: each example's rows times its factor, cleared where it is not finite.</summary>
    /// <param name="perExample"><c>[batch · n, …]</c>, the n rows of an example next to each other.</param>
    public Tensor Scaled(Tensor perExample) => Cleared(perExample) * PerRow(Factors, perExample);

    private static Tensor PerRow(Tensor perExample, Tensor like)
    {
        var rows = like.shape[0] / perExample.shape[0];
        var repeated = rows == 1 ? perExample : perExample.repeat_interleave(rows);
        return repeated.view([like.shape[0], .. Enumerable.Repeat(1L, (int)like.dim() - 1)]);
    }
}
