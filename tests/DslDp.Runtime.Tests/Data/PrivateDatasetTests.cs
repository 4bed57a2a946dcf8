using static TorchSharp.torch;

namespace DslDp.Runtime.Tests.Data;

public sealed class PrivateDatasetTests
{
    [Fact]
    public void ColumnsOfUnequalLengthAreNamedWithTheirLengths()
    {
        using var pixels = zeros(5, 3);
        using var labels = zeros(4, dtype: ScalarType.Int64);
        var error = Assert.Throws<ArgumentException>(() => PrivateDataset.FromTensors(pixels, labels));
        Assert.Contains("Column 1 of the private data set has 4 records and column 0 has 5.", error.Message);
    }

    [Fact]
    public void NoColumnIsRefused() =>
        Assert.Contains("at least one column", Assert.Throws<ArgumentException>(() => PrivateDataset.FromTensors()).Message);

    [Fact]
    public void ASingleNumberIsRefused()
    {
        using var number = tensor(1.0f);
        Assert.Contains("Column 0 of the private data set is a single number", Assert.Throws<ArgumentException>(() => PrivateDataset.FromTensors(number)).Message);
    }

    [Fact]
    public void AMissingColumnIsRefused()
    {
        using var pixels = zeros(5, 3);
        Assert.Contains("Column 1 of the private data set is null", Assert.Throws<ArgumentException>(() => PrivateDataset.FromTensors(pixels, null!)).Message);
    }

    [Fact]
    public void NoRecordIsRefused()
    {
        using var pixels = zeros(0, 3);
        Assert.Contains("no records", Assert.Throws<ArgumentException>(() => PrivateDataset.FromTensors(pixels)).Message);
    }

    [Theory]
    [InlineData(new long[] { 3, 0, 3 })]
    [InlineData(new long[] { 4, 3, 2, 1, 0 })]
    public void SelectGivesTheRowsAskedForInOrder(long[] records)
    {
        using var scope = NewDisposeScope();
        using var data = PrivateDataset.FromTensors(arange(10, dtype: ScalarType.Float32).reshape(5, 2), arange(5, dtype: ScalarType.Int64));
        var rows = data.Select(records);
        Assert.Equal(records.SelectMany(record => new[] { 2f * record, (2f * record) + 1 }), rows[0].data<float>().ToArray());
        Assert.Equal(records, rows[1].data<long>().ToArray());
        Assert.Equal([records.Length, 2], rows[0].shape);
    }

    [Fact]
    public void SelectingNothingGivesColumnsWithoutRows()
    {
        using var scope = NewDisposeScope();
        using var data = PrivateDataset.FromTensors(zeros(5, 2));
        Assert.Equal([0, 2], data.Select([])[0].shape);
    }

    [Fact]
    public void TheDataSetOutlivesTheCallersScopeAndHandles()
    {
        PrivateDataset data;
        using (NewDisposeScope())
            data = PrivateDataset.FromTensors(arange(4, dtype: ScalarType.Float32));
        using (data)
        using (NewDisposeScope())
            Assert.Equal([2f], data.Select([2])[0].data<float>().ToArray());
    }

    [Fact]
    public void DisposingOfTheDataSetLeavesTheCallersTensors()
    {
        using var pixels = arange(4, dtype: ScalarType.Float32);
        PrivateDataset.FromTensors(pixels).Dispose();
        Assert.Equal(3f, pixels[3].item<float>());
    }
}
