using System.Buffers.Binary;
using System.IO.Compression;

namespace DslDp.Runtime.Tests.Idx;

/// <summary>IDX files made for tests, byte by byte.</summary>
internal static class IdxBytes
{
    public static byte[] Images(int count, int rows, int columns, Func<int, byte> pixel) =>
        [.. Header(0x0803, (uint)count, (uint)rows, (uint)columns), .. Enumerable.Range(0, count * rows * columns).Select(pixel)];

    public static byte[] Labels(params byte[] labels) => [.. Header(0x0801, (uint)labels.Length), .. labels];

    public static byte[] Header(uint magic, params uint[] dimensions) =>
        [.. new[] { magic }.Concat(dimensions).SelectMany(number =>
        {
            var bytes = new byte[4];
            BinaryPrimitives.WriteUInt32BigEndian(bytes, number);
            return bytes;
        })];

    public static byte[] Gzip(byte[] bytes)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest))
            gzip.Write(bytes);
        return compressed.ToArray();
    }
}
