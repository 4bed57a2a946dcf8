using static TorchSharp.torch;

namespace DslDp.Kernels;

/// <summary>
/// The product that a recurrence takes at every time, of one row an example with a matrix that stays the same: by
/// <see cref="RepeatedProduct"/>, where each thread takes its examples from the first time to the last, or by libtorch, for all at once.
/// </summary>
internal sealed unsafe class StateProduct : IDisposable
{
    private readonly Tensor rows, matrix, results;
    private readonly RepeatedProduct? kernel;
    private readonly int batch;

    /// <param name="batch">Number of examples.</param>
    /// <param name="weight"><c>[p, d]</c>, contiguous.</param>
    /// <param name="isTurned">Whether rows are multiplied by its transpose.</param>
    public StateProduct(int batch, Tensor weight, bool isTurned)
    {
        this.batch = batch;
        matrix = isTurned ? weight.t() : weight.alias();
        (Depth, Columns) = ((int)matrix.size(0), (int)matrix.size(1));
        (rows, results) = (empty(batch, Depth), empty(batch, Columns));
        Rows = Memory.Of(rows);
        Results = Memory.Of(results);
        if (WideTile.IsSupported && ProductChoice.Forced != false)
            kernel = new(isTurned ? new(Memory.Of(weight), Depth, 1) : new(Memory.Of(weight), 1, Columns), Columns, Depth);
    }

    /// <summary>What is multiplied, <c>[batch, n]</c>.</summary>
    public float* Rows { get; }

    /// <summary>The products, <c>[batch, m]</c>.</summary>
    public float* Results { get; }

    private int Depth { get; }

    private int Columns { get; }

    /// <summary>Walks through time for all examples.</summary>
    /// <param name="walk">Is given the first example and the one after the last.</param>
    public void ForAll(Action<int, int> walk)
    {
        if (kernel is null)
            walk(0, batch);
        else
            Workers.Run(batch, walk);
    }

    /// <summary>Within a walk, does something for each of its examples.</summary>
    public void ForEach(int start, int end, Action<int> work)
    {
        if (kernel is null)
            Workers.Run(end - start, (first, last) => Do(start + first, start + last));
        else
            Do(start, end);

        void Do(int first, int last)
        {
            for (var example = first; example < last; example++)
                work(example);
        }
    }

    /// <summary>Within a walk, multiplies the rows of its examples.</summary>
    public void Multiply(int start, int end)
    {
        if (kernel is null)
            results.addmm_(rows, matrix, beta: 0);
        else
            kernel.Run(Rows + ((long)start * Depth), end - start, Results + ((long)start * Columns));
    }

    public void Dispose()
    {
        kernel?.Dispose();
        foreach (var tensor in new[] { rows, matrix, results })
            tensor.Dispose();
    }
}
