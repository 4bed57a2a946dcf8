using DslDp.Clipping;
using DslDp.Clipping.Measures;
using static TorchSharp.torch;

namespace DslDp.Runtime.Tests.Clipping;

public class SquaredNormsTests
{
    // linalg.vector_norm in single precision is off by 10⁻³ here.
    [Theory]
    [InlineData(10L)]
    [InlineData(65_537L)]
    [InlineData(10_000_000L)]
    public void Long_gradients_are_measured_to_a_rounding(long length)
    {
        using var scope = NewDisposeScope();
        var random = new RandomTensors((int)length);
        var rows = stack([full(length, 0.1f), random.Normal(length)], 0);

        var actual = SquaredNorms.Of(rows).data<double>().ToArray();

        var expected = rows.to(float64).square().sum(1L).data<double>().ToArray();
        for (var i = 0; i < 2; i++)
            Assert.Equal(1, actual[i] / expected[i], 2e-7);
    }

    // All positions but one cancel: the norm is far smaller than its terms. It may be raised, never lowered.
    [Theory]
    [InlineData(60L, 60L)]
    [InlineData(3L, 3L)]
    public void Positions_that_cancel_do_not_make_the_norm_too_small(long d, long p)
    {
        using var scope = NewDisposeScope();
        var random = new RandomTensors(4);
        var (a, g) = (random.Normal(5, 4, d), random.Normal(5, 4, p));
        var inputs = cat([a, a, random.Normal(5, 1, d) * 1e-4], 1);
        var gradients = cat([g, -g, random.Normal(5, 1, p)], 1);

        var actual = PairedGradient.Of(inputs, gradients).data<double>().ToArray();

        var exact = gradients.to(float64).transpose(1, 2).bmm(inputs.to(float64)).flatten(1).square().sum(1L).data<double>().ToArray();
        var allowance = RoundingAllowance.Square(PairedGradient.Terms(inputs, gradients), 9).data<double>().ToArray();
        for (var i = 0; i < exact.Length; i++)
            Assert.InRange(actual[i], exact[i], (exact[i] + allowance[i]) * (1 + 1e-6));
    }

    // The square of the gradient at the output is below the smallest 32-bit number, the gradient of the weight far above it.
    [Fact]
    public void A_large_input_does_not_hide_a_gradient_behind_a_square_that_vanishes()
    {
        using var scope = NewDisposeScope();
        var layer = nn.Linear(1, 1, hasBias: false);
        using var sum = UsedSum.Of(new TrainableParameters(layer));
        using var record = new LayerRecord(1);
        record.Backward((record.Call(layer, full(1, 1, 1e18f)) * 1e-23f).sum(1L));

        Assert.Equal(1e-5f, record.AddClippedGradients(new ClipBound(1), sum).data<float>()[0], 1e-11f);
    }
}
