using CsCheck;
using DslDp.Clipping;
using static TorchSharp.torch;

namespace DslDp.Runtime.Tests.Clipping;

public class ClipBoundTests
{
    private static readonly Gen<float> Norms = Gen.Int[1, int.MaxValue].Select(BitConverter.Int32BitsToSingle).Where(float.IsFinite);
    private static readonly Gen<double> Bounds = Gen.Double[-9, 12].Select(exponent => Math.Max(1e-9, Math.Pow(10, exponent)));

    [Theory]
    [InlineData(0.0)]
    [InlineData(-1.0)]
    [InlineData(1e-10)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_bound_is_a_positive_number(double norm)
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => new ClipBound(norm));
        Assert.Contains("clipping norm", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_clipped_norm_never_exceeds_the_bound() => Gen.Select(Bounds, Norms).Sample((bound, norm) =>
    {
        var factor = Factor(bound, norm);
        // The true norm may lie half a unit in the last place above the one that was rounded to 32 bits.
        Assert.True((double)factor * norm * (1 + Math.Pow(2, -24)) <= bound, $"{factor:R} · {norm:R} > {bound:R}");
        Assert.InRange(factor, 0f, 1f);
    }, iter: 20_000, threads: 1);

    [Fact]
    public void Little_is_lost_by_rounding_down() => Gen.Select(Bounds, Norms).Sample((bound, norm) =>
    {
        var ideal = Math.Min(1, bound / norm);
        if (ideal > 1.2e-38)
            Assert.True(Factor(bound, norm) >= ideal * (1 - 6e-7));
    }, iter: 20_000, threads: 1);

    [Fact]
    public void Small_gradients_pass_unchanged() => Assert.Equal([1f, 1f, 1f], Factors(1, 0, 0.5f, 0.999999f));

    [Fact]
    public void What_is_not_finite_counts_for_nothing() =>
        Assert.Equal([0f, 0f, 0f], Factors(1, float.NaN, float.PositiveInfinity, float.NegativeInfinity));

    [Fact]
    public void Sensitivity_doubles_when_an_example_is_replaced()
    {
        var bound = new ClipBound(1.5);
        Assert.Equal(1.5, bound.Sensitivity(Adjacency.AddOrRemoveOne));
        Assert.Equal(1.5, bound.Sensitivity(Adjacency.ZeroOut));
        Assert.Equal(3.0, bound.Sensitivity(Adjacency.ReplaceOne));
        Assert.Throws<ArgumentOutOfRangeException>(() => bound.Sensitivity((Adjacency)17));
    }

    private static float Factor(double bound, float norm) => Factors(bound, norm)[0];

    private static float[] Factors(double bound, params float[] norms)
    {
        using var scope = NewDisposeScope();
        return new ClipBound(bound).Factors(tensor(norms)).data<float>().ToArray();
    }
}
