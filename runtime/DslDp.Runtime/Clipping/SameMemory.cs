using static TorchSharp.torch;

namespace DslDp.Clipping;

/// <summary>
/// Takes two parameters for one where they lie on the same memory. Objects do not tell: the properties of some modules, <c>Embedding.weight</c>
/// among them, make a new object for the same tensor whenever they are read.
/// </summary>
internal sealed class SameMemory : IEqualityComparer<Tensor>
{
    private SameMemory()
    {
    }

    public static SameMemory Comparer { get; } = new();

    public bool Equals(Tensor? x, Tensor? y) =>
        ReferenceEquals(x, y) || (x is not null && y is not null && x.dtype == y.dtype && PlaceOf(x) == PlaceOf(y) && x.shape.AsSpan().SequenceEqual(y.shape));

    public int GetHashCode(Tensor obj) => PlaceOf(obj).GetHashCode();

    /// <summary>Whether the tensors share a number.</summary>
    public static bool Overlap(Tensor one, Tensor other)
    {
        if (one.dtype != other.dtype || one.numel() == 0 || other.numel() == 0 || one.device.ToString() != other.device.ToString())
            return false;
        var (place, otherPlace) = (PlaceOf(one), PlaceOf(other));
        return place.Buffer == otherPlace.Buffer && place.Start < otherPlace.Start + other.numel() && otherPlace.Start < place.Start + one.numel();
    }

    private static (IntPtr Buffer, long Start) PlaceOf(Tensor tensor) => (BufferOf(tensor), tensor.storage_offset());

    private static IntPtr BufferOf(Tensor tensor) => tensor.dtype switch
    {
        ScalarType.Float32 => tensor.storage<float>().data_ptr(),
        ScalarType.Float64 => tensor.storage<double>().data_ptr(),
        _ => tensor.storage<byte>().data_ptr(),
    };
}
