using System.Buffers.Binary;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace DslDp;

/// <summary>What an IDX file holds: its header, and its elements as bytes in the order of this machine.</summary>
internal sealed record IdxFileContents(IdxFileHeader Header, byte[] Bytes)
{
    /// <summary>Reads a file to its end.</summary>
    /// <param name="path">The file, compressed with gzip or not.</param>
    /// <param name="magicNumber">The first four bytes that are expected, or null for any array.</param>
    /// <param name="what">What is expected, for messages.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is not what is expected, or not whole, or longer than it says.</exception>
    public static IdxFileContents Read(string path, uint? magicNumber = null, string what = "arrays")
    {
        using var input = new IdxFileInput(path);
        var header = IdxFileHeader.Read(input, magicNumber, what);
        var bytes = input.ReadToEnd(header.PayloadSize);
        if (BitConverter.IsLittleEndian)
            ReverseElements(bytes, header.ElementSize);
        return new(header, bytes);
    }

    /// <summary>A tensor with a copy of the elements, of the file's own shape and element type.</summary>
    public Tensor ToTensor()
    {
        var tensor = empty([.. Header.Dimensions], Header.ElementType);
        Bytes.CopyTo(tensor.bytes);
        return tensor;
    }

    private static void ReverseElements(Span<byte> bytes, int elementSize)
    {
        switch (elementSize)
        {
            case 2:
                var two = MemoryMarshal.Cast<byte, short>(bytes);
                BinaryPrimitives.ReverseEndianness(two, two);
                break;
            case 4:
                var four = MemoryMarshal.Cast<byte, int>(bytes);
                BinaryPrimitives.ReverseEndianness(four, four);
                break;
            case 8:
                var eight = MemoryMarshal.Cast<byte, long>(bytes);
                BinaryPrimitives.ReverseEndianness(eight, eight);
                break;
            default:
                break;
        }
    }
}
