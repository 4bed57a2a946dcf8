using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace DslDp;

/// <summary>
/// Private records, in columns: the model's inputs, then the loss's targets. Nothing but the private training reads them.
/// </summary>
/// <remarks>Disposing of the data set frees its handles; the tensors it was made from stay the caller's.</remarks>
public sealed class PrivateDataset : IDisposable
{
    private readonly Tensor[] columns;

    private PrivateDataset(Tensor[] columns)
    {
        this.columns = columns;
        Records = columns[0].shape[0];
    }

    /// <summary>The number of records. It is public: the noise is computed for it.</summary>
    public long Records { get; }

    internal IReadOnlyList<Tensor> Columns => columns;

    /// <summary>A data set from tensors that have the records along axis 0.</summary>
    /// <param name="columns">
    /// The inputs of the model's <c>forward</c> in its order, then the targets of the loss. All of one length.
    /// </param>
    /// <returns>A data set that shares the tensors' memory: do not change them while training runs.</returns>
    /// <exception cref="ArgumentException">
    /// There is no column or no record, a column has no axis, or the columns differ in length.
    /// </exception>
    public static PrivateDataset FromTensors(params Tensor[] columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        if (columns.Length == 0)
            throw new ArgumentException("A private data set needs at least one column: pass the model's inputs, then the loss's targets.", nameof(columns));
        for (var i = 0; i < columns.Length; i++)
        {
            if (columns[i] is not { } column)
                throw new ArgumentException($"Column {i} of the private data set is null.", nameof(columns));
            if (column.dim() == 0)
                throw new ArgumentException($"Column {i} of the private data set is a single number. It needs the records along axis 0.", nameof(columns));
            if (column.shape[0] != columns[0].shape[0])
                throw new ArgumentException($"Column {i} of the private data set has {column.shape[0]} records and column 0 has {columns[0].shape[0]}. Every column needs one row for each record.", nameof(columns));
        }
        if (columns[0].shape[0] == 0)
            throw new ArgumentException("The private data set has no records.", nameof(columns));
        return new PrivateDataset([.. columns.Select(OwnHandle)]);
    }

    /// <summary>
    /// The rows of the given records, one tensor a column, in the order of <paramref name="records"/>; the caller disposes of
    /// them.
    /// </summary>
    internal Tensor[] Select(ReadOnlySpan<long> records)
    {
        using var index = empty(records.Length, dtype: ScalarType.Int64);
        records.CopyTo(MemoryMarshal.Cast<byte, long>(index.bytes));
        return [.. columns.Select(column => Rows(column, index))];
    }

    /// <summary>Frees the handles on the columns.</summary>
    public void Dispose()
    {
        foreach (var column in columns)
            column.Dispose();
    }

    // An own handle on the same memory: it outlives the caller's dispose scopes, and carries no autograd history.
    private static Tensor OwnHandle(Tensor column) => column.detach().DetachFromDisposeScope();

    private static Tensor Rows(Tensor column, Tensor index)
    {
        using var local = index.to(column.device);
        return column.index_select(0, local);
    }
}
