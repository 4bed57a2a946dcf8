using static TorchSharp.torch;

namespace DslDp.Clipping;

/// <summary>
/// Examples that go through a model one at a time, where a parameter meets them in an operation that has no rule for telling their
/// gradients apart.
/// </summary>
public static class SingleExamples
{
    /// <summary>Hands over each example of a batch by itself.</summary>
    /// <param name="batch">Tensors with the examples on the first axis.</param>
    /// <param name="addGradient">Adds the clipped gradient of a batch of one, and gives its norm, <c>[1]</c>.</param>
    /// <returns>The norms, <c>[batch]</c>, Float32.</returns>
    public static Tensor Each(IReadOnlyList<Tensor> batch, Func<IReadOnlyList<Tensor>, Tensor> addGradient)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(addGradient);
        using var scope = NewDisposeScope();
        var norms = new List<Tensor>();
        for (var example = 0L; example < batch[0].shape[0]; example++)
        {
            using var one = NewDisposeScope();
            norms.Add(addGradient([.. batch.Select(column => column.narrow(0, example, 1))]).MoveToOuterDisposeScope());
        }
        return (norms.Count == 0 ? zeros(0, float32, batch[0].device) : cat(norms)).MoveToOuterDisposeScope();
    }
}
