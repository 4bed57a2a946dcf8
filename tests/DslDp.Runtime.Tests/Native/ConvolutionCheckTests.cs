using DslDp.Native;

namespace DslDp.Runtime.Tests.Native;

/// <summary>On whatever processor the tests run: what libtorch says of convolutions is right once training has asked.</summary>
public class ConvolutionCheckTests
{
    [Fact]
    public void Gradients_of_small_convolutions_are_right()
    {
        ConvolutionCheck.Require();
        Assert.InRange(ConvolutionCheck.Measure(), 0, 1e-5);
    }

    [Theory]
    [InlineData(true, "AuthenticAMD", true)]
    [InlineData(false, "AuthenticAMD", false)]
    [InlineData(true, "GenuineIntel", false)]
    public void The_processors_where_it_was_found_are_not_left_to_a_check(bool hasWideVectors, string vendor, bool suspect) =>
        Assert.Equal(suspect, ConvolutionCheck.IsSuspect(hasWideVectors, vendor));
}
