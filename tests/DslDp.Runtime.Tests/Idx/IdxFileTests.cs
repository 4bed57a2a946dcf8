using static TorchSharp.torch;

namespace DslDp.Runtime.Tests.Idx;

/// <summary>What well-formed files give.</summary>
public sealed class IdxFileTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory();

    public void Dispose() => folder.Delete(recursive: true);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ImagesAreScaledToOneAndHaveAChannel(bool compressed)
    {
        var file = IdxBytes.Images(2, 3, 5, i => (byte)(i * 8));
        // The name says the opposite of what the file is: only the content counts.
        using var images = IdxFile.ReadImages(Write(compressed ? "images" : "images.gz", compressed ? IdxBytes.Gzip(file) : file));

        Assert.Equal([2, 1, 3, 5], images.shape);
        Assert.Equal(ScalarType.Float32, images.dtype);
        Assert.Equal(Enumerable.Range(0, 30).Select(i => i * 8 / 255f), images.data<float>().ToArray());
    }

    [Fact]
    public void TheBrightestPixelIsOneAndTheDarkestNought()
    {
        using var images = IdxFile.ReadImages(Write("images", IdxBytes.Images(1, 1, 2, i => i == 0 ? (byte)0 : (byte)255)));

        Assert.Equal([0f, 1f], images.data<float>().ToArray());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void LabelsAreWholeNumbers(bool compressed)
    {
        var file = IdxBytes.Labels(0, 9, 3);
        using var labels = IdxFile.ReadLabels(Write("labels", compressed ? IdxBytes.Gzip(file) : file), classes: 10);

        Assert.Equal([3], labels.shape);
        Assert.Equal([0L, 9, 3], labels.data<long>().ToArray());
    }

    [Theory]
    [InlineData(255, 256)]
    [InlineData(255, 1000)]
    [InlineData(0, 1)]
    public void TheLargestLabelThatThereIsAClassForIsAccepted(byte label, int classes)
    {
        using var labels = IdxFile.ReadLabels(Write("labels", IdxBytes.Labels(label)), classes);

        Assert.Equal(label, labels.data<long>()[0]);
    }

    [Fact]
    public void EveryElementTypeIsReadWithTheHighestByteFirst()
    {
        AssertElement<byte>(0x08, [0xfe], 0xfe, ScalarType.Byte);
        AssertElement<sbyte>(0x09, [0xfe], -2, ScalarType.Int8);
        AssertElement<short>(0x0b, [0xff, 0x01], -255, ScalarType.Int16);
        AssertElement(0x0c, [0x01, 0x02, 0x03, 0x04], 0x01020304, ScalarType.Int32);
        AssertElement(0x0d, [0xc0, 0x20, 0x00, 0x00], -2.5f, ScalarType.Float32);
        AssertElement(0x0e, [0x3f, 0xf8, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00], 1.5, ScalarType.Float64);
    }

    [Fact]
    public void AnyRankIsRead()
    {
        using var array = IdxFile.Read(Write("array", [.. IdxBytes.Header(0x0804, 1, 2, 1, 3), 1, 2, 3, 4, 5, 6]));

        Assert.Equal([1, 2, 1, 3], array.shape);
        Assert.Equal([1, 2, 3, 4, 5, 6], array.data<byte>().ToArray());
    }

    [Fact]
    public void AFileOfSeveralBlocksArrivesWhole()
    {
        using var images = IdxFile.ReadImages(Write("images", IdxBytes.Gzip(IdxBytes.Images(3000, 28, 28, i => (byte)(i % 251)))));
        using var expected = ((arange(3000 * 784) % 251).to_type(ScalarType.Float32) / 255f).view(3000, 1, 28, 28);

        Assert.True(images.equal(expected).all().item<bool>());
    }

    [Fact]
    public void AFolderIsReadPartByPartCompressedOrNot()
    {
        Write("train-images-idx3-ubyte.gz", IdxBytes.Gzip(IdxBytes.Images(2, 4, 4, _ => 255)));
        Write("train-labels-idx1-ubyte", IdxBytes.Labels(1, 0));
        Write("t10k-images-idx3-ubyte", IdxBytes.Images(1, 4, 4, _ => 0));
        Write("t10k-labels-idx1-ubyte.gz", IdxBytes.Gzip(IdxBytes.Labels(1)));

        var training = IdxFile.ReadTrainingSet(folder.FullName, classes: 2);
        var test = IdxFile.ReadTestSet(folder.FullName, classes: 2);

        Assert.Equal([2, 1, 4, 4], training.Images.shape);
        Assert.Equal([1L, 0], training.Labels.data<long>().ToArray());
        Assert.Equal([1, 1, 4, 4], test.Images.shape);
        Assert.Equal([1L], test.Labels.data<long>().ToArray());
    }

    private void AssertElement<T>(byte type, byte[] bytes, T expected, ScalarType scalarType)
        where T : unmanaged
    {
        using var array = IdxFile.Read(Write("element", [.. IdxBytes.Header((uint)(type << 8) | 1, 2), .. bytes, .. bytes]));

        Assert.Equal(scalarType, array.dtype);
        Assert.Equal([expected, expected], array.data<T>().ToArray());
    }

    private string Write(string name, byte[] bytes)
    {
        var path = Path.Combine(folder.FullName, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }
}
