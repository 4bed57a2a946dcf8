using DslDp.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace DslDp.Clipping;

/// <summary>
/// Takes two parameters for one where they are the same numbers in memory, in the same order. Objects do not tell: the properties of some
/// modules, <c>Embedding.weight</c> among them, make a new object for the same tensor whenever they are read.
/// </summary>
internal sealed class SameMemory : IEqualityComparer<Tensor>
{
    private SameMemory()
    {
    }

    public static SameMemory Comparer { get; } = new();

    // A matrix and its transpose begin at one place and may have one shape: their strides tell them apart.
    public bool Equals(Tensor? x, Tensor? y) =>
        ReferenceEquals(x, y) || (x is not null && y is not null && x.dtype == y.dtype && Address(x) == Address(y)
            && HaveOneLayout(x, y));

    public int GetHashCode(Tensor obj) => Address(obj).GetHashCode();

    /// <summary>
    /// Whether the tensors may share memory: whether the stretches from each one's first number to its last meet. Two that take turns in
    /// one stretch, as the columns of a matrix do, count as sharing it.
    /// </summary>
    public static bool Overlap(Tensor one, Tensor other)
    {
        if (one.numel() == 0 || other.numel() == 0 || one.device.ToString() != other.device.ToString())
            return false;
        var (start, otherStart) = (Address(one), Address(other));
        return start < otherStart + Extent(other) && otherStart < start + Extent(one);
    }

    /// <summary>Whether some number of the tensor may be another number of it too, as in one that is expanded.</summary>
    public static bool OverlapsItself(Tensor tensor)
    {
        // Ordered by stride, each axis must step over all that the axes before it reach.
        var reach = 1L;
        foreach (var (stride, size) in tensor.stride().Zip(tensor.shape).Where(axis => axis.Second > 1).OrderBy(axis => axis.First))
        {
            if (stride < reach)
                return true;
            reach += stride * (size - 1);
        }
        return false;
    }

    // Axis by axis: asked for all sizes at once, TorchSharp makes several objects for each answer.
    private static bool HaveOneLayout(Tensor x, Tensor y)
    {
        var axes = x.dim();
        if (y.dim() != axes)
            return false;
        for (var axis = 0; axis < axes; axis++)
        {
            if (x.size(axis) != y.size(axis) || x.stride(axis) != y.stride(axis))
                return false;
        }
        return true;
    }

    /// <summary>Bytes from the first number to the end of the last.</summary>
    private static long Extent(Tensor tensor) =>
        (1 + tensor.stride().Zip(tensor.shape).Sum(axis => axis.First * (axis.Second - 1))) * tensor.element_size();

    // To ask for the storage makes objects, so what lies plainly in memory is asked for its numbers.
    private static unsafe long Address(Tensor tensor) => tensor.device_type == DeviceType.CPU && tensor.is_contiguous() && tensor.numel() is > 0 and <= Memory.MaxNumbers / 2
        ? (nint)Memory.Of(tensor)
        : StorageOf(tensor) + (tensor.storage_offset() * tensor.element_size());

    private static nint StorageOf(Tensor tensor) => tensor.dtype switch
    {
        ScalarType.Float32 => tensor.storage<float>().data_ptr(),
        ScalarType.Float64 => tensor.storage<double>().data_ptr(),
        _ => tensor.storage<byte>().data_ptr(),
    };
}
