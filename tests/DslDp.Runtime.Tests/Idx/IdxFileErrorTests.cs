using CsCheck;

namespace DslDp.Runtime.Tests.Idx;

/// <summary>What is wrong with a file is said in one line, with the file's name and the value at fault.</summary>
public sealed class IdxFileErrorTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory();

    private string FilePath => Path.Combine(folder.FullName, "file");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void AMissingFile()
    {
        var failure = Assert.Throws<FileNotFoundException>(() => IdxFile.ReadImages(FilePath));

        Assert.Equal($"{FilePath}: there is no such file.", failure.Message);
        Assert.Equal(FilePath, failure.FileName);
    }

    [Fact]
    public void AFolderWithoutTheFile()
    {
        var failure = Assert.Throws<FileNotFoundException>(() => IdxFile.ReadTrainingSet(folder.FullName, classes: 10));

        Assert.Equal($"{folder.FullName}: there is neither train-images-idx3-ubyte nor train-images-idx3-ubyte.gz in this folder.", failure.Message);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(15)]
    public void AFileThatEndsWithinItsHeader(int length) =>
        ImagesFail(IdxBytes.Images(1, 2, 2, _ => 0)[..length], "the file ends within its header.");

    [Fact]
    public void ATruncatedFile() =>
        ImagesFail(IdxBytes.Images(3, 2, 2, _ => 0)[..^1], "the file is cut short: its header announces 12 bytes of data, and there are 11.");

    [Fact]
    public void AFileWithBytesLeftOver() =>
        ImagesFail([.. IdxBytes.Images(3, 2, 2, _ => 0), 0], "the file goes on after the 12 bytes of data that its header announces.");

    [Fact]
    public void LabelsInPlaceOfImages() =>
        ImagesFail(IdxBytes.Labels(1, 2), "the magic number is 0x00000801, but an IDX file of images begins with 0x00000803.");

    [Fact]
    public void ImagesInPlaceOfLabels() =>
        LabelsFail(IdxBytes.Images(1, 2, 2, _ => 0), 10, "the magic number is 0x00000803, but an IDX file of labels begins with 0x00000801.");

    [Theory]
    [InlineData(0x00000f01u)]
    [InlineData(0x01000801u)]
    [InlineData(0x89504e47u)]
    public void AFileOfAnotherFormat(uint magic)
    {
        File.WriteAllBytes(FilePath, IdxBytes.Header(magic, 1));
        var failure = Assert.Throws<InvalidDataException>(() => IdxFile.Read(FilePath));
        Assert.Equal($"{FilePath}: the magic number 0x{magic:x8} is not that of an IDX file.", failure.Message);
    }

    [Theory]
    [InlineData(10, 10)]
    [InlineData(255, 10)]
    [InlineData(1, 1)]
    public void ALabelWithoutAClass(byte label, int classes) =>
        LabelsFail(IdxBytes.Labels(0, 0, label, 0), classes, $"label {label} in row 2 (the first is row 0) is not one of the {classes} classes 0 to {classes - 1}.");

    [Fact]
    public void MoreImagesThanLabels()
    {
        var (images, labels) = (Path.Combine(folder.FullName, "t10k-images-idx3-ubyte"), Path.Combine(folder.FullName, "t10k-labels-idx1-ubyte"));
        File.WriteAllBytes(images, IdxBytes.Images(3, 2, 2, _ => 0));
        File.WriteAllBytes(labels, IdxBytes.Labels(0, 1));

        var failure = Assert.Throws<InvalidDataException>(() => IdxFile.ReadTestSet(folder.FullName, classes: 2));

        Assert.Equal($"{images} holds 3 images, but {labels} holds 2 labels.", failure.Message);
    }

    [Theory]
    [InlineData(4_294_967_295u, 1u, 1u)]
    [InlineData(65_536u, 65_536u, 1u)]
    [InlineData(4_294_967_295u, 4_294_967_295u, 4_294_967_295u)]
    public void AHeaderThatAnnouncesTheAbsurd(uint count, uint rows, uint columns) =>
        ImagesFail(IdxBytes.Header(0x0803, count, rows, columns), $"the header announces {count}×{rows}×{columns} elements of 1 byte(s), more than can be read at once.");

    [Fact]
    public void MemoryIsReservedForBytesThatArriveNotForThoseAnnounced()
    {
        File.WriteAllBytes(FilePath, IdxBytes.Header(0x0803, 2_000_000, 32, 32));
        var before = GC.GetAllocatedBytesForCurrentThread();

        var failure = Assert.Throws<InvalidDataException>(() => IdxFile.ReadImages(FilePath));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 << 20);
        Assert.EndsWith("announces 2048000000 bytes of data, and there are 0.", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0u, 28u, 28u)]
    [InlineData(10u, 0u, 28u)]
    public void AHeaderWithoutElements(uint count, uint rows, uint columns) =>
        ImagesFail(IdxBytes.Header(0x0803, count, rows, columns), $"the header announces an array without elements (dimensions: {count}×{rows}×{columns}).");

    [Fact]
    public void DamagedGzip()
    {
        var bytes = IdxBytes.Gzip(IdxBytes.Images(50, 28, 28, i => (byte)(i * i)));
        bytes[bytes.Length / 2] ^= 0x55;
        ImagesFail(bytes, "the gzip data are damaged.");
    }

    [Fact]
    public void AGzipFileThatIsCutShortAnywhereInItsData()
    {
        var whole = IdxBytes.Gzip(IdxBytes.Images(20, 28, 28, i => (byte)(i * i)));
        const int EndMarkerAndChecksum = 10;
        for (var length = 2; length <= whole.Length - EndMarkerAndChecksum; length++)
            ImagesFailure(whole[..length]);
    }

    [Fact]
    public void AWrongGzipChecksum()
    {
        var bytes = IdxBytes.Gzip(IdxBytes.Images(20, 28, 28, i => (byte)(i * i)));
        bytes[^5] ^= 1;
        ImagesFail(bytes, "the gzip data are damaged.");
    }

    [Fact]
    public void DamageIsReportedOrHarmlessAndNeverAnythingElse()
    {
        var whole = IdxBytes.Gzip(IdxBytes.Labels([.. Enumerable.Range(0, 100).Select(i => (byte)(i % 10))]));
        Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Byte).List[1, 4].Sample(
            damage =>
            {
                var bytes = whole.ToArray();
                damage.ForEach(d => bytes[d.Item1] = d.Item2);
                var path = Path.Combine(folder.FullName, Guid.NewGuid().ToString());
                File.WriteAllBytes(path, bytes);
                try
                {
                    using var labels = IdxFile.ReadLabels(path, classes: 10);
                }
                catch (InvalidDataException failure)
                {
                    return failure.Message.StartsWith(path, StringComparison.Ordinal) && !failure.Message.Contains('\n', StringComparison.Ordinal);
                }
                finally
                {
                    File.Delete(path);
                }
                return true;
            },
            iter: 2000);
    }

    private void ImagesFail(byte[] bytes, string reason) => Assert.Equal($"{FilePath}: {reason}", ImagesFailure(bytes));

    private string ImagesFailure(byte[] bytes)
    {
        File.WriteAllBytes(FilePath, bytes);
        return Assert.Throws<InvalidDataException>(() => IdxFile.ReadImages(FilePath)).Message;
    }

    private void LabelsFail(byte[] bytes, int classes, string reason)
    {
        File.WriteAllBytes(FilePath, bytes);
        Assert.Equal($"{FilePath}: {reason}", Assert.Throws<InvalidDataException>(() => IdxFile.ReadLabels(FilePath, classes)).Message);
    }
}
