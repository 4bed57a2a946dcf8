using TorchSharp;

namespace DslDp;

/// <summary>What one column of the private data must look like: the check that comes before any training.</summary>
/// <param name="Name">The name of the model's or the loss's parameter that takes the column.</param>
/// <param name="DType">The element type.</param>
/// <param name="Shape">The shape of one record, without the axis of the records. −1: any length.</param>
public sealed record ColumnSpec(string Name, torch.ScalarType DType, params long[] Shape)
{
    /// <summary>For a column of class labels: the number of classes. Labels are 0 to <c>Classes − 1</c>. Null: any value.</summary>
    public long? Classes { get; init; }

    /// <summary>
    /// A label outside the classes that is allowed all the same, because the loss ignores it (−100 for PyTorch's losses).
    /// </summary>
    public long? IgnoredClass { get; init; }
}
