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
}
