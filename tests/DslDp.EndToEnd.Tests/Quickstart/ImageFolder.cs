using System.Buffers.Binary;
using System.IO.Compression;

namespace DslDp.EndToEnd.Tests.Quickstart;

/// <summary>A folder of IDX files such as the sample reads, correct at first, for tests to spoil.</summary>
internal sealed class ImageFolder : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory();

    /// <param name="records">Training images. The sample's model is declared for 60,000.</param>
    /// <param name="size">Rows and columns of an image.</param>
    public ImageFolder(int records = 60_000, int size = 28)
    {
        WriteImages("train", records, size);
        WriteLabels("train", [.. Enumerable.Range(0, records).Select(i => (byte)(i % 10))]);
        WriteImages("t10k", 10, size);
        WriteLabels("t10k", [.. Enumerable.Range(0, 10).Select(i => (byte)i)]);
    }

    public string Path => folder.FullName;

    public string PathOf(string file) => System.IO.Path.Combine(Path, file);

    public void WriteImages(string part, int count, int size) =>
        File.WriteAllBytes(PathOf($"{part}-images-idx3-ubyte"), [.. Header(0x0803, count, size, size), .. new byte[count * size * size]]);

    public void WriteLabels(string part, byte[] labels) =>
        File.WriteAllBytes(PathOf($"{part}-labels-idx1-ubyte"), [.. Header(0x0801, labels.Length), .. labels]);

    public void Spoil(string file, Func<byte[], byte[]> change) => File.WriteAllBytes(PathOf(file), change(File.ReadAllBytes(PathOf(file))));

    public void Compress(string file)
    {
        using (var compressed = new GZipStream(File.Create(PathOf(file + ".gz")), CompressionLevel.Fastest))
            compressed.Write(File.ReadAllBytes(PathOf(file)));
        File.Delete(PathOf(file));
    }

    public void Dispose() => folder.Delete(recursive: true);

    private static byte[] Header(params int[] numbers)
    {
        var header = new byte[numbers.Length * sizeof(int)];
        for (var i = 0; i < numbers.Length; i++)
            BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(i * sizeof(int)), numbers[i]);
        return header;
    }
}
