using System.Numerics;
using System.Runtime.Intrinsics;
using DslDp.Kernels;
using Xunit.Abstractions;

namespace DslDp.Runtime.Tests.Clipping;

/// <summary>The elementary functions of the kernels against double precision, by vectors of both widths.</summary>
public class ElementaryFunctionTests(ITestOutputHelper output)
{
    // 32-bit numbers have 6e-8 between one half and one, and a result that is rounded well is off by half of that.
    [Fact]
    public void Hyperbolic_tangent_is_off_by_little_in_proportion()
    {
        AssertNear(Numbers(12), x => HyperbolicTangent.Of(x), x => HyperbolicTangent.Of(x), Math.Tanh, y => Math.Min(2.5e-7 * Math.Abs(y), 1e-7));
    }

    [Fact]
    public void Logistic_function_is_off_by_little_in_proportion()
    {
        AssertNear(Numbers(80), x => HyperbolicTangent.Logistic(x), x => HyperbolicTangent.Logistic(x), x => 1 / (1 + Math.Exp(-x)), y => y * 2e-7);
    }

    [Fact]
    public void Exponential_is_off_by_little_in_proportion()
    {
        AssertNear(Numbers(86).Where(x => x <= 0), x => Exponential.Of(x), null, Math.Exp, y => y * 1e-7);
    }

    // An error of one sign in every number would add up where a gradient sums over positions.
    [Fact]
    public void Errors_of_the_hyperbolic_tangent_have_both_signs()
    {
        var lanes = new float[Vector512<float>.Count];
        foreach (var from in new[] { 0.01f, 0.1f, 0.3f, 0.6f, 1f, 2f })
        {
            var (sum, count) = (0.0, 0);
            for (var x = from; x < 1.5f * from; x += from / 3e5f, count++)
            {
                HyperbolicTangent.Of(Vector512.Create(x)).CopyTo(lanes);
                sum += lanes[0] - Math.Tanh(x);
            }
            output.WriteLine($"from {from}: {sum / count / Math.Tanh(from):G3} of the number");
            Assert.True(Math.Abs(sum / count) <= 1e-8 * Math.Tanh(from));
        }
    }

    [Theory]
    [InlineData(float.NaN, float.NaN, float.NaN)]
    [InlineData(float.PositiveInfinity, 1, 1)]
    [InlineData(float.NegativeInfinity, -1, 0)]
    [InlineData(0f, 0, 0.5f)]
    [InlineData(-0f, -0f, 0.5f)]
    public void Ends(float number, float tangent, float logistic)
    {
        Assert.Equal(tangent, HyperbolicTangent.Of(Vector512.Create(number))[3]);
        Assert.Equal(tangent, HyperbolicTangent.Of(new Vector<float>(number))[3]);
        Assert.Equal(logistic, HyperbolicTangent.Logistic(Vector512.Create(number))[3], 1e-30f);
        Assert.Equal(logistic, HyperbolicTangent.Logistic(new Vector<float>(number))[3], 1e-30f);
    }

    [Fact]
    public void Ends_of_the_exponential()
    {
        Assert.Equal(1, Exponential.Of(Vector512<float>.Zero)[0]);
        foreach (var x in new[] { -87.1f, -104, -1e30f, float.NegativeInfinity })
            Assert.Equal(0, Exponential.Of(Vector512.Create(x))[0]);
        foreach (var bits in new[] { 0x7FC00000, 0x7FC00001, 0x7FFFFFFF, 0x7F800003 })
            Assert.True(float.IsNaN(Exponential.Of(Vector512.Create(BitConverter.Int32BitsToSingle(bits)))[0]));
    }

    private static IEnumerable<float> Numbers(float most)
    {
        for (var x = most; x > 1e-30f; x *= 0.99997f)
        {
            yield return x;
            yield return -x;
        }
    }

    private void AssertNear(
        IEnumerable<float> numbers, Func<Vector512<float>, Vector512<float>> wide, Func<Vector<float>, Vector<float>>? narrow, Func<double, double> exact, Func<double, double> most)
    {
        var worst = 0.0;
        foreach (var lanes in numbers.Chunk(Vector512<float>.Count).Where(lanes => lanes.Length == Vector512<float>.Count))
        {
            var results = new float[lanes.Length];
            wide(Vector512.Create(lanes)).CopyTo(results);
            Compare(lanes, results);
            for (var i = 0; narrow is not null && i < lanes.Length; i += Vector<float>.Count)
                narrow(new Vector<float>(lanes, i)).CopyTo(results, i);
            Compare(lanes, results);
        }
        output.WriteLine($"at worst {worst:G3} of what is allowed");

        void Compare(float[] lanes, float[] results)
        {
            for (var i = 0; i < lanes.Length; i++)
            {
                var expected = exact(lanes[i]);
                worst = Math.Max(worst, Math.Abs(results[i] - expected) / most(expected));
                Assert.True(Math.Abs(results[i] - expected) <= most(expected), $"of {lanes[i]:R}: {results[i]:R}, exactly {expected:R}");
            }
        }
    }
}
