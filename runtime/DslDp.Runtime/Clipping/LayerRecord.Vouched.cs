using static TorchSharp.torch;

namespace DslDp.Clipping;

/// <summary>What the programmer vouches for.</summary>
public sealed partial class LayerRecord
{
    /// <summary>
    /// The result of a method marked <see cref="PerExampleAttribute"/>, if it has the declared shape: the proof has taken it from there on for
    /// a batch with one example in each row. That row i depends on example i alone cannot be seen in it, and is not checked.
    /// </summary>
    /// <param name="rows">What the method returned: <c>[batch, …]</c>.</param>
    /// <param name="method">The method's name, for the message.</param>
    /// <param name="shape">The declared shape of one example; −1 for a size that varies.</param>
    /// <exception cref="InvalidOperationException">The result has another shape. Nothing of the batch has been added to the sum.</exception>
    public Tensor Vouched(Tensor rows, string method, params long[] shape)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(shape);
        var given = rows.shape;
        if (given.Length == shape.Length + 1 && given[0] == batchSize && shape.Zip(given.Skip(1), (declared, size) => declared < 0 || declared == size).All(fits => fits))
            return rows;
        throw new InvalidOperationException(
            $"{method} returned [{string.Join(", ", given)}] for {batchSize} examples, where [return: BatchOf({string.Join(", ", shape)})] declares [{string.Join(", ", shape.Prepend(batchSize))}]. "
            + "Correct the declaration or the method; the proof rests on it.");
    }
}
