using System.Globalization;
using static TorchSharp.torch;

namespace DslDp;

/// <summary>
/// The head of an IDX file, all big-endian: two zero bytes, a code for the element type, the number of dimensions (together the
/// magic number), and each dimension in four bytes.
/// </summary>
/// <param name="ElementType">The type of the elements.</param>
/// <param name="ElementSize">The size of one element in bytes.</param>
/// <param name="Dimensions">The shape of the array.</param>
/// <param name="PayloadSize">The size of the array that follows, in bytes.</param>
internal sealed record IdxFileHeader(ScalarType ElementType, int ElementSize, long[] Dimensions, int PayloadSize)
{
    /// <summary>Three dimensions of unsigned bytes.</summary>
    public const uint ImagesMagicNumber = 0x0803;

    /// <summary>One dimension of unsigned bytes.</summary>
    public const uint LabelsMagicNumber = 0x0801;

    /// <summary>Reads the head of a file and leaves the input at the first element.</summary>
    /// <exception cref="InvalidDataException">The head is not that of an array that is expected, or could be read.</exception>
    public static IdxFileHeader Read(IdxFileInput input, uint? magicNumber, string what)
    {
        var magic = input.ReadHeaderNumber();
        if (magicNumber is { } expected && magic != expected)
        {
            throw new InvalidDataException(
                $"{input.Path}: the magic number is 0x{magic:x8}, but an IDX file of {what} begins with 0x{expected:x8}.");
        }
        var (type, size) = ElementOf(magic)
            ?? throw new InvalidDataException($"{input.Path}: the magic number 0x{magic:x8} is not that of an IDX file.");

        var dimensions = new long[magic & 0xff];
        for (var axis = 0; axis < dimensions.Length; axis++)
            dimensions[axis] = input.ReadHeaderNumber();
        return new(type, size, dimensions, PayloadSizeOf(dimensions, size, input.Path));
    }

    private static (ScalarType Type, int Size)? ElementOf(uint magic) => (magic >> 8) switch
    {
        0x08 => (ScalarType.Byte, 1),
        0x09 => (ScalarType.Int8, 1),
        0x0b => (ScalarType.Int16, 2),
        0x0c => (ScalarType.Int32, 4),
        0x0d => (ScalarType.Float32, 4),
        0x0e => (ScalarType.Float64, 8),
        _ => null,
    };

    // The dimensions come from a file that nobody has checked: their product may be anything, and no memory is reserved for it here.
    private static int PayloadSizeOf(long[] dimensions, int elementSize, string path)
    {
        var shape = dimensions.Length == 0 ? "none" : string.Join("×", dimensions.Select(d => d.ToString(CultureInfo.InvariantCulture)));
        if (dimensions.Length == 0 || dimensions.Contains(0))
            throw new InvalidDataException($"{path}: the header announces an array without elements (dimensions: {shape}).");
        long bytes = elementSize;
        foreach (var dimension in dimensions)
        {
            bytes *= dimension; // Both below 2³², so the product of the two cannot overflow 64 bits.
            if (bytes > Array.MaxLength)
            {
                throw new InvalidDataException(
                    $"{path}: the header announces {shape} elements of {elementSize} byte(s), more than can be read at once.");
            }
        }
        return (int)bytes;
    }
}
