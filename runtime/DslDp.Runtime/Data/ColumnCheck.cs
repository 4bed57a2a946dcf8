using DslDp.Clipping;
using TorchSharp;
using static TorchSharp.torch;

namespace DslDp;

/// <summary>Holds a data set against what the model declared, before any training.</summary>
internal static class ColumnCheck
{
    /// <exception cref="ArgumentException">
    /// A column is missing, superfluous, of another type or shape, or has a label that is no class; the message names it.
    /// </exception>
    public static void Check(PrivateDataset data, IReadOnlyList<ColumnSpec> specs)
    {
        if (data.Columns.Count != specs.Count)
            throw new ArgumentException($"The data set has {data.Columns.Count} columns; the model takes {specs.Count}: {string.Join(", ", specs.Select(spec => spec.Name))}. Pass them to FromTensors in this order.");
        for (var i = 0; i < specs.Count; i++)
        {
            CheckType(i, data.Columns[i], specs[i]);
            CheckShape(i, data.Columns[i], specs[i]);
            CheckLabels(i, data.Columns[i], specs[i]);
        }
    }

    private static void CheckType(int position, Tensor column, ColumnSpec spec)
    {
        if (column.dtype != spec.DType)
            throw new ArgumentException($"Column {position}, '{spec.Name}', has elements of type {column.dtype}; the model takes {spec.DType}. Convert it with .to(ScalarType.{spec.DType}).");
    }

    private static void CheckShape(int position, Tensor column, ColumnSpec spec)
    {
        var found = column.shape[1..];
        var fits = found.Length == spec.Shape.Length && found.Zip(spec.Shape).All(pair => pair.Second == -1 || pair.First == pair.Second);
        if (!fits)
            throw new ArgumentException($"Column {position}, '{spec.Name}', has records of shape {Text(found)}; the model takes {Text(spec.Shape)}. Reshape it, with the records along axis 0.");
    }

    private static void CheckLabels(int position, Tensor column, ColumnSpec spec)
    {
        if (spec.Classes is not { } classes)
            return;
        using var scope = NewDisposeScope();
        using Scalar end = classes;
        var wrong = column.lt(HeldScalars.Zero).logical_or(column.ge(end));
        if (spec.IgnoredClass is { } ignored)
        {
            using Scalar label = ignored;
            wrong = wrong.logical_and(column.ne(label));
        }
        if (!wrong.any().item<bool>())
            return;
        var row = wrong.reshape(column.shape[0], -1).any(1).to(ScalarType.Int64).argmax().item<long>();
        var value = column[row].masked_select(wrong[row])[0].to(ScalarType.Int64).item<long>();
        throw new ArgumentException(FormattableString.Invariant($"Column {position}, '{spec.Name}', has the label {value} in row {row}; the model has the classes 0 to {classes - 1}. Correct the labels or the size of the last layer."));
    }

    private static string Text(long[] shape) => $"[{string.Join(", ", shape)}]";
}
