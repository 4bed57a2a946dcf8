using DslDp.Clipping;
using static TorchSharp.torch;

namespace DslDp.Runtime.Tests.Clipping;

/// <summary>What a method returns that the programmer vouches for has the declared shape, or the step ends.</summary>
public class VouchedTests
{
    [Theory]
    [InlineData(new long[] { 3, 8 }, new long[] { 8 })]
    [InlineData(new long[] { 3 }, new long[0])]
    [InlineData(new long[] { 3, 5, 2 }, new long[] { -1, 2 })]
    public void The_declared_shape_passes(long[] given, long[] declared)
    {
        using var record = new LayerRecord(3);
        using var rows = zeros(given);
        Assert.Same(rows, record.Vouched(rows, "Opaque", declared));
    }

    [Theory]
    [InlineData(new long[] { 8, 3 }, new long[] { 8 })]
    [InlineData(new long[] { 3, 8 }, new long[] { 4 })]
    [InlineData(new long[] { 3, 8 }, new long[] { 8, 1 })]
    [InlineData(new long[] { 1, 8 }, new long[] { 8 })]
    [InlineData(new long[0], new long[0])]
    public void Another_shape_is_named(long[] given, long[] declared)
    {
        using var record = new LayerRecord(3);
        using var rows = zeros(given);
        var refused = Assert.Throws<InvalidOperationException>(() => record.Vouched(rows, "Opaque", declared));
        Assert.Contains("Opaque returned", refused.Message, StringComparison.Ordinal);
    }
}
