using static TorchSharp.torch;

namespace DslDp;

/// <summary>A part of the sampled batch, small enough to work on at once.</summary>
public sealed class MicroBatch : IDisposable
{
    private readonly Tensor[] columns;

    internal MicroBatch(Tensor[] columns) => this.columns = columns;

    /// <summary>The rows of one column: the model's inputs first, then the loss's targets.</summary>
    /// <param name="column">The position of the column, from 0.</param>
    public Tensor this[int column] => columns[column];

    /// <summary>The rows of the given records, moved to the device.</summary>
    internal static MicroBatch Load(PrivateDataset data, ReadOnlySpan<long> records, Device device)
    {
        var columns = data.Select(records);
        for (var i = 0; i < columns.Length; i++)
            columns[i] = columns[i].to(device, disposeAfter: true);
        return new MicroBatch(columns);
    }

    /// <summary>Frees the rows.</summary>
    public void Dispose()
    {
        foreach (var column in columns)
            column.Dispose();
    }
}
