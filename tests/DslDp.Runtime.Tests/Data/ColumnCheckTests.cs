using TorchSharp;
using static TorchSharp.torch;

namespace DslDp.Runtime.Tests.Data;

public sealed class ColumnCheckTests : IDisposable
{
    private static readonly ColumnSpec Pixels = new("pixels", ScalarType.Float32, 3);
    private static readonly ColumnSpec Labels = new("labels", ScalarType.Int64) { Classes = 10, IgnoredClass = -100 };
    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    [Fact]
    public void WhatFitsIsAccepted() => Check([zeros(4, 3), tensor(new long[] { 0, 9, -100, 5 })], Pixels, Labels);

    [Fact]
    public void AnAxisOfAnyLengthIsAccepted() => Check([zeros(4, 7, 2)], new ColumnSpec("tokens", ScalarType.Float32, -1, 2));

    [Fact]
    public void AMissingColumnIsRefusedWithTheColumnsThatAreTaken() =>
        Refused([zeros(4, 3)], "The data set has 1 columns; the model takes 2: pixels, labels.", Pixels, Labels);

    [Fact]
    public void AnotherTypeIsRefused() =>
        Refused([zeros(4, 3, dtype: ScalarType.Float64)], "Column 0, 'pixels', has elements of type Float64; the model takes Float32.", Pixels);

    [Theory]
    [InlineData(new long[] { 4, 2 }, "[2]")]
    [InlineData(new long[] { 4 }, "[]")]
    [InlineData(new long[] { 4, 3, 1 }, "[3, 1]")]
    public void AnotherShapeIsRefused(long[] shape, string found) =>
        Refused([zeros(shape)], $"Column 0, 'pixels', has records of shape {found}; the model takes [3].", Pixels);

    [Theory]
    [InlineData(10)]
    [InlineData(-1)]
    [InlineData(long.MaxValue)]
    public void ALabelThatIsNoClassIsRefusedWithItsFirstRow(long wrong) =>
        Refused([zeros(4, 3), tensor(new[] { 0, 3, wrong, wrong })], FormattableString.Invariant($"Column 1, 'labels', has the label {wrong} in row 2; the model has the classes 0 to 9."), Pixels, Labels);

    [Fact]
    public void TheIgnoredClassIsRefusedWhereTheLossDoesNotIgnoreIt() =>
        Refused([tensor(new long[] { 0, -100 })], "has the label -100 in row 1", Labels with { IgnoredClass = null });

    [Fact]
    public void ALabelAtAnyPositionOfARowIsChecked()
    {
        var labels = zeros(4, 6, dtype: ScalarType.Int64);
        labels[3, 5] = 77;
        Refused([labels], "has the label 77 in row 3", new ColumnSpec("labels", ScalarType.Int64, 6) { Classes = 10 });
    }

    private static void Refused(Tensor[] columns, string message, params ColumnSpec[] specs) =>
        Assert.Contains(message, Assert.Throws<ArgumentException>(() => Check(columns, specs)).Message);

    private static void Check(Tensor[] columns, params ColumnSpec[] specs)
    {
        using var data = PrivateDataset.FromTensors(columns);
        ColumnCheck.Check(data, specs);
    }
}
