using System.Runtime.InteropServices;
using System.Text;

namespace DslDp.Runtime.Tests.Native;

/// <summary>A tiny ELF file with nothing in it but section headers, a table of names and a table of needed versions.</summary>
internal sealed class ElfImage
{
    private const int Headers = 64;
    private const int Names = Headers + (3 * 64);

    private readonly Dictionary<string, int> flags = [];

    /// <param name="libraries">For each library the versions needed from it.</param>
    public ElfImage(params string[][] libraries)
    {
        var names = Encoding.ASCII.GetBytes("\0" + string.Concat(libraries.SelectMany(versions => versions).Select(version => version + "\0")));
        NeedsOffset = (Names + names.Length + 7) / 8 * 8;
        Bytes = new byte[NeedsOffset + libraries.Sum(versions => 16 * (1 + versions.Length))];

        "\u007fELF\u0002\u0001\u0001"u8.CopyTo(Bytes);
        UInt64(0x28) = Headers;
        UInt16(0x3a) = 64;
        UInt16(0x3c) = 3;
        Section(1, type: 3, Names, names.Length, link: 0);
        Section(2, type: 0x6ffffffe, NeedsOffset, Bytes.Length - NeedsOffset, link: 1);
        names.CopyTo(Bytes, Names);

        var (at, name) = (NeedsOffset, 1u);
        foreach (var versions in libraries)
        {
            UInt16(at) = 1;
            UInt16(at + 2) = (ushort)versions.Length;
            UInt32(at + 8) = 16;
            UInt32(at + 12) = versions == libraries[^1] ? 0 : 16 * (1 + (uint)versions.Length);
            at += 16;
            foreach (var version in versions)
            {
                flags[version] = at + 4;
                UInt32(at + 8) = name;
                UInt32(at + 12) = version == versions[^1] ? 0u : 16;
                at += 16;
                name += (uint)version.Length + 1;
            }
        }
    }

    public byte[] Bytes { get; }

    /// <summary>Where the first entry of the table of needed versions stands.</summary>
    public int NeedsOffset { get; }

    /// <summary>Where the flags of the need for this version stand.</summary>
    public int FlagsOf(string version) => flags[version];

    public ref ushort UInt16(int offset) => ref MemoryMarshal.Cast<byte, ushort>(Bytes.AsSpan(offset))[0];

    public ref uint UInt32(int offset) => ref MemoryMarshal.Cast<byte, uint>(Bytes.AsSpan(offset))[0];

    public ref ulong UInt64(int offset) => ref MemoryMarshal.Cast<byte, ulong>(Bytes.AsSpan(offset))[0];

    private void Section(int index, uint type, int offset, int size, uint link)
    {
        var header = Headers + (64 * index);
        UInt32(header + 4) = type;
        UInt64(header + 24) = (ulong)offset;
        UInt64(header + 32) = (ulong)size;
        UInt32(header + 40) = link;
    }
}
