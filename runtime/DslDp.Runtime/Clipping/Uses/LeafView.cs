using static TorchSharp.torch;

namespace DslDp.Clipping.Uses;

/// <summary>A value that is a parameter seen in another way: reshaped, transposed, or some of its entries.</summary>
internal sealed class LeafView
{
    private readonly long numbers;

    // For each entry of the value, the entry of the parameter that it is; null where the two are the same in order.
    private readonly Tensor? entries;

    private LeafView(long numbers, Tensor? entries, bool isApart)
    {
        this.numbers = numbers;
        this.entries = entries;
        IsApart = isApart;
    }

    /// <summary>Whether no number of the parameter is two numbers of the value.</summary>
    public bool IsApart { get; }

    /// <summary>Null where the value does not lie in the leaf's memory.</summary>
    public static LeafView? Of(Tensor value, Tensor leaf, OwnedTensors owned)
    {
        if (value.dtype != leaf.dtype || value.storage<float>().data_ptr() != leaf.storage<float>().data_ptr())
            return null;
        var start = value.storage_offset() - leaf.storage_offset();
        if (start < 0 || start >= leaf.numel() || !leaf.is_contiguous())
            return null;
        if (value.is_contiguous() && value.numel() == leaf.numel())
            return new(leaf.numel(), null, true);
        using var scope = NewDisposeScope();
        var all = HeldScalars.Counting(leaf.numel(), leaf.device);
        return new(leaf.numel(), owned.Keep(all.as_strided(value.shape, value.stride(), start).reshape(-1)), !SameMemory.OverlapsItself(value));
    }

    /// <summary>The gradients of the value as those of the parameter.</summary>
    /// <param name="perExample"><c>[batch, numbers of the value]</c>.</param>
    /// <returns><c>[batch, numbers of the parameter]</c>.</returns>
    public Tensor Scattered(Tensor perExample) => entries is null
        ? perExample
        : zeros(perExample.shape[0], numbers, perExample.dtype, perExample.device).index_add_(1, entries, perExample, HeldScalars.One);
}
