namespace DslDp.EndToEnd.Tests.Quickstart;

/// <summary>What cannot be used is refused in one line that says what and where, before any training and without a stack trace.</summary>
[Collection(nameof(QuickstartProcess))]
public class BadInputTests
{
    private const string Images = "train-images-idx3-ubyte";
    private const string Labels = "train-labels-idx1-ubyte";

    [Fact]
    public void AFolderThatIsNotThere() =>
        Refused(["--data", "/no/such/folder"], $"/no/such/folder: there is neither {Images} nor {Images}.gz in this folder.");

    [Fact]
    public void AMissingFile()
    {
        using var data = new ImageFolder(records: 20);
        File.Delete(data.PathOf("t10k-labels-idx1-ubyte"));
        Refused(data, $"{data.Path}: there is neither t10k-labels-idx1-ubyte nor t10k-labels-idx1-ubyte.gz in this folder.");
    }

    [Fact]
    public void ATruncatedFile()
    {
        using var data = new ImageFolder(records: 20);
        data.Spoil(Images, bytes => bytes[..1000]);
        Refused(data, $"{data.PathOf(Images)}: the file is cut short: its header announces 15680 bytes of data, and there are 984.");
    }

    [Fact]
    public void ATruncatedCompressedFile()
    {
        using var data = new ImageFolder(records: 20);
        data.Compress(Images);
        data.Spoil(Images + ".gz", bytes => bytes[..^12]);
        Refused(data, $"{data.PathOf(Images)}.gz: the file is cut short: its header announces 15680 bytes of data, and there are ");
    }

    [Fact]
    public void ADamagedCompressedFile()
    {
        using var data = new ImageFolder(records: 20);
        data.Compress(Images);
        data.Spoil(Images + ".gz", bytes => [.. bytes[..^5], (byte)(bytes[^5] ^ 1), .. bytes[^4..]]);
        Refused(data, $"{data.PathOf(Images)}.gz: the gzip data are damaged.");
    }

    [Fact]
    public void AFileOfAnotherKind()
    {
        using var data = new ImageFolder(records: 20);
        File.Copy(data.PathOf(Labels), data.PathOf(Images), overwrite: true);
        Refused(data, $"{data.PathOf(Images)}: the magic number is 0x00000801, but an IDX file of images begins with 0x00000803.");
    }

    [Fact]
    public void ALabelOutOfRange()
    {
        using var data = new ImageFolder(records: 20);
        data.WriteLabels("train", [.. Enumerable.Range(0, 20).Select(i => (byte)(i == 7 ? 10 : 0))]);
        Refused(data, $"{data.PathOf(Labels)}: label 10 in row 7 (the first is row 0) is not one of the 10 classes 0 to 9.");
    }

    [Fact]
    public void MoreImagesThanLabels()
    {
        using var data = new ImageFolder(records: 20);
        data.WriteLabels("train", new byte[19]);
        Refused(data, $"{data.PathOf(Images)} holds 20 images, but {data.PathOf(Labels)} holds 19 labels.");
    }

    [Theory]
    [InlineData(59_999)]
    [InlineData(60_001)]
    public void AnotherNumberOfRecordsThanTheNoiseWasComputedFor(int records)
    {
        using var data = new ImageFolder(records);
        Refused(data, $"The data set has {records} records; ImageModel was declared for 60000.");
    }

    [Fact]
    public void ImagesOfAnotherSize()
    {
        using var data = new ImageFolder(size: 20);
        Refused(data, "pixels");
    }

    [Fact]
    public void TestImagesOfAnotherSize()
    {
        using var data = new ImageFolder(records: 20);
        data.WriteImages("t10k", 10, 29);
        Refused(data, $"{data.Path}: the training images are 28×28 pixels in size, but the test images are 29×29.");
    }

    [Fact]
    public void AReportThatCannotBeWritten()
    {
        using var data = new ImageFolder();
        var report = Path.Combine(data.PathOf(Images), "report.html"); // Under a file, where nothing can be.
        Refused(["--data", data.Path, "--report", report], report);
    }

    [Theory]
    [InlineData("--report: 'report.pdf' does not end in .html, .md or .json.", "--report", "report.pdf")]
    [InlineData("'--epochs'", "--epochs", "3")]
    [InlineData("'--data'", "--data")]
    public void ArgumentsThatCannotBeUnderstood(string reason, params string[] arguments) => Refused(arguments, reason, exitCode: 2);

    private static void Refused(ImageFolder data, string reason) => Refused(["--data", data.Path], reason);

    private static void Refused(string[] arguments, string reason, int exitCode = 1)
    {
        using var sample = new QuickstartProcess(arguments);
        var (actualExitCode, output, errors) = sample.Finish();

        Assert.Equal(exitCode, actualExitCode);
        Assert.StartsWith("error: ", errors, StringComparison.Ordinal);
        Assert.Contains(reason, errors, StringComparison.Ordinal);
        Assert.Equal(1, errors.Count(character => character == '\n'));
        Assert.DoesNotContain("step 1/", output, StringComparison.Ordinal);
        Assert.False(File.Exists(sample.Report));
    }
}
