using System.Buffers.Binary;
using System.Text;

namespace DslDp.Native;

/// <summary>
/// The table in a 64-bit little-endian ELF library of the symbol versions that it needs from other libraries
/// (section <c>.gnu.version_r</c>; Linux Standard Base Core Specification, "Symbol Versioning").
/// </summary>
internal static class ElfVersionNeeds
{
    private const uint VersionNeedSection = 0x6ffffffe; // SHT_GNU_verneed
    private const ushort Weak = 2;                      // VER_FLG_WEAK: the linker warns instead of refusing when the version is missing
    private const int SectionHeaderSize = 64;
    private const int EntrySize = 16;                   // Elf64_Verneed and Elf64_Vernaux alike

    /// <summary>Marks the need for one version as weak, in place. Applied again, it changes nothing more.</summary>
    /// <param name="image">The bytes of the library's file.</param>
    /// <param name="version">The version's name, such as <c>GLIBCXX_3.4.32</c>.</param>
    /// <exception cref="BadImageFormatException">
    /// The image is not such a library, or does not need the version exactly once. The image is unchanged.
    /// </exception>
    public static void MakeWeak(Span<byte> image, string version)
    {
        var flags = FlagsOf(image, version);
        if (flags.Count != 1)
            throw new BadImageFormatException($"the library needs {version} {flags.Count} times, where exactly once was expected");
        var field = image.Slice(flags[0], sizeof(ushort));
        BinaryPrimitives.WriteUInt16LittleEndian(field, (ushort)(BinaryPrimitives.ReadUInt16LittleEndian(field) | Weak));
    }

    /// <summary>Where in the image the flags of every need for the version stand.</summary>
    private static List<int> FlagsOf(ReadOnlySpan<byte> image, string version)
    {
        if (image.Length < SectionHeaderSize || !image.StartsWith("\u007fELF\u0002\u0001"u8))
            throw new BadImageFormatException("the library is not a 64-bit little-endian ELF file");

        var name = Encoding.ASCII.GetBytes(version + "\0");
        var flags = new List<int>();
        for (uint section = 0; section < UInt16(image, 0x3c); section++)
        {
            var header = SectionHeader(image, section);
            if (UInt32(header, 4) != VersionNeedSection)
                continue;
            var names = Contents(image, SectionHeader(image, UInt32(header, 40)));
            var needs = Contents(image, header);
            image.Overlaps(needs, out var start);
            flags.AddRange(FlagsIn(needs, names, name).Select(flag => start + flag));
        }
        return flags;
    }

    // A list of libraries, each with a list of the versions needed from it. Links are distances from the entry they stand in.
    private static List<int> FlagsIn(ReadOnlySpan<byte> needs, ReadOnlySpan<byte> names, ReadOnlySpan<byte> name)
    {
        var flags = new List<int>();
        for (long library = 0, next = -1; next != 0; library += next)
        {
            var entry = Entry(needs, library);
            next = UInt32(entry, 12);
            var version = library + UInt32(entry, 8);
            for (var left = UInt16(entry, 2); left > 0; left--)
            {
                var need = Entry(needs, version);
                if (Tail(names, UInt32(need, 8)).StartsWith(name))
                    flags.Add((int)version + 4);
                version += UInt32(need, 12);
            }
        }
        return flags;
    }

    private static ReadOnlySpan<byte> SectionHeader(ReadOnlySpan<byte> image, uint index)
    {
        if (UInt16(image, 0x3a) != SectionHeaderSize)
            throw new BadImageFormatException("the library's section headers have an unknown size");
        return Part(image, UInt64(image, 0x28), index * (ulong)SectionHeaderSize, SectionHeaderSize);
    }

    private static ReadOnlySpan<byte> Contents(ReadOnlySpan<byte> image, ReadOnlySpan<byte> header) =>
        Part(image, UInt64(header, 24), 0, UInt64(header, 32));

    private static ReadOnlySpan<byte> Entry(ReadOnlySpan<byte> needs, long offset) => Part(needs, (ulong)offset, 0, EntrySize);

    private static ReadOnlySpan<byte> Tail(ReadOnlySpan<byte> names, uint offset) =>
        offset <= names.Length ? names[(int)offset..] : throw Outside();

    private static ReadOnlySpan<byte> Part(ReadOnlySpan<byte> whole, ulong start, ulong offset, ulong length)
    {
        var size = (ulong)whole.Length;
        return start <= size && offset <= size - start && length <= size - start - offset
            ? whole.Slice((int)(start + offset), (int)length)
            : throw Outside();
    }

    private static BadImageFormatException Outside() => new("the library's table of needed versions points outside the file");

    private static ushort UInt16(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[offset..]);

    private static uint UInt32(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[offset..]);

    private static ulong UInt64(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadUInt64LittleEndian(bytes[offset..]);
}
