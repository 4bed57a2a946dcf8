using System.Globalization;
using CsCheck;
using DslDp.Reporting;

namespace DslDp.Runtime.Tests.Reporting;

public sealed class EpsilonValueTests
{
    [Theory]
    [InlineData(2.99991, "3")]
    [InlineData(2.9999, "2.9999")]
    [InlineData(0.00001, "0.0001")]
    [InlineData(287.40000000000003, "287.4001")]
    [InlineData(0, "0")]
    [InlineData(double.PositiveInfinity, "Infinity")]
    public void IsRoundedUp(double epsilon, string text) => Assert.Equal(text, new EpsilonValue(epsilon).ToString());

    [Fact]
    public void NeverShowsLessThanTheValueNorMuchMore() => Gen.Double[0, 1000].Sample(epsilon =>
    {
        var shown = double.Parse(new EpsilonValue(epsilon).ToString(), CultureInfo.InvariantCulture);
        Assert.InRange(shown, epsilon, epsilon + 2.001e-4);
    });
}
