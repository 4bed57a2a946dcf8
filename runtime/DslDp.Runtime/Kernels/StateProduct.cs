using static TorchSharp.torch;

namespace DslDp.Kernels;

/// <summary>The product that a recurrence takes at every time, of one row an example with a matrix that stays the same.</summary>
internal sealed unsafe class StateProduct : IDisposable
{
    private readonly Tensor rows, matrix, results;

    /// <param name="batch">Number of examples.</param>
    /// <param name="weight"><c>[p, d]</c>.</param>
    /// <param name="isTurned">Whether rows are multiplied by its transpose.</param>
    public StateProduct(int batch, Tensor weight, bool isTurned)
    {
        matrix = isTurned ? weight.t() : weight.alias();
        (rows, results) = (empty(batch, matrix.size(0)), empty(batch, matrix.size(1)));
        Rows = Memory.Of(rows);
        Results = Memory.Of(results);
    }

    /// <summary>What is multiplied, <c>[batch, n]</c>.</summary>
    public float* Rows { get; }

    /// <summary>The products, <c>[batch, m]</c>.</summary>
    public float* Results { get; }

    /// <summary>Multiplies.</summary>
    public void Multiply() => results.addmm_(rows, matrix, beta: 0);

    public void Dispose()
    {
        foreach (var tensor in new[] { rows, matrix, results })
            tensor.Dispose();
    }
}
