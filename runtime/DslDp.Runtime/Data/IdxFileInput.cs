using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;

namespace DslDp;

/// <summary>The bytes of a file, decompressed where need be; every failure becomes one line with the file's name.</summary>
internal sealed class IdxFileInput : IDisposable
{
    private const int FirstBlock = 1 << 20;

    private readonly Stream stream;

    /// <summary>Opens the file.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public IdxFileInput(string path)
    {
        if (!File.Exists(path))
            throw new FileNotFoundException($"{path}: there is no such file.", path);
        Path = path;
        var file = File.OpenRead(path);
        stream = IsGzip(file) ? new GZipStream(file, CompressionMode.Decompress) : file;
    }

    public string Path { get; }

    public void Dispose() => stream.Dispose();

    /// <summary>Reads a number of the header: four bytes, the highest first.</summary>
    /// <exception cref="InvalidDataException">The file ends before.</exception>
    public uint ReadHeaderNumber()
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        for (var filled = 0; filled < bytes.Length;)
        {
            var read = Read(bytes[filled..]);
            filled += read > 0 ? read : throw new InvalidDataException($"{Path}: the file ends within its header.");
        }
        return BinaryPrimitives.ReadUInt32BigEndian(bytes);
    }

    /// <summary>Reads exactly as many bytes as announced, which must be all that are left.</summary>
    /// <param name="count">What the header announces. Memory is reserved as bytes arrive, not because a header asks for it.</param>
    /// <exception cref="InvalidDataException">The file has fewer bytes, or more.</exception>
    public byte[] ReadToEnd(int count)
    {
        var bytes = new byte[Math.Min(count, FirstBlock)];
        for (var filled = 0; filled < count;)
        {
            if (filled == bytes.Length)
                Array.Resize(ref bytes, (int)Math.Min(count, 2L * bytes.Length));
            var read = Read(bytes.AsSpan(filled));
            filled += read > 0
                ? read
                : throw Failure($"the file is cut short: its header announces {count} bytes of data, and there are {filled}.");
        }
        return Read(stackalloc byte[1]) == 0
            ? bytes
            : throw Failure($"the file goes on after the {count} bytes of data that its header announces.");
    }

    private int Read(Span<byte> bytes)
    {
        try
        {
            return stream.Read(bytes);
        }
        catch (InvalidDataException damage)
        {
            // What the decompressor says of a wrong checksum misleads ("an unsupported compression method").
            throw new InvalidDataException($"{Path}: the gzip data are damaged.", damage);
        }
    }

    private static bool IsGzip(FileStream file)
    {
        Span<byte> magic = stackalloc byte[2];
        var read = file.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false);
        file.Position = 0;
        return read == magic.Length && magic is [0x1f, 0x8b];
    }

    private InvalidDataException Failure(FormattableString reason) => new($"{Path}: {reason.ToString(CultureInfo.InvariantCulture)}");
}
