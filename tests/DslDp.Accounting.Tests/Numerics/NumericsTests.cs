using CsCheck;
using MathNet.Numerics;
using MathNet.Numerics.IntegralTransforms;

namespace DslDp.Accounting.Tests;

public class NumericsTests
{
    [Fact]
    public void Normal_tails_are_those_of_erfc() =>
        Gen.Double[-8, 35].Sample(x =>
        {
            double expected = SpecialFunctions.Erfc(x / Math.Sqrt(2)) / 2;
            // Both round x² before the exponential: at x = 35 that alone is 1e-13.
            return Math.Abs((NormalTail.Above(x) / expected) - 1) <= 1e-12;
        });

    [Fact]
    public void Small_differences_are_those_of_taylor_series()
    {
        foreach (double x in new[] { 1e-300, 1e-17, 1e-9, -1e-9, 1e-4, -1e-4 })
        {
            Assert.Equal(1, SmallDifferences.Expm1(x) / (x * (1 + (x / 2) + (x * x / 6))), 1e-12);
            Assert.Equal(1, SmallDifferences.Log1p(x) / (x * (1 - (x / 2) + (x * x / 3))), 1e-12);
        }

        Assert.Equal(Math.Exp(0.3) - 1.3, SmallDifferences.ExpMinusLinear(0.3), 1e-15);
        Assert.Equal(Math.Exp(-0.05) - 0.95, SmallDifferences.ExpMinusLinear(-0.05), 1e-16);
        Assert.Equal(double.NegativeInfinity, SmallDifferences.Log1p(-1));
        Assert.Equal(1e3, SmallDifferences.LogExpm1(1e3));
    }

    [Fact]
    public void Log_sums_hold_what_doubles_cannot()
    {
        var sum = default(LogSum);
        Assert.Equal(double.NegativeInfinity, sum.Value);
        foreach (double log in new[] { 1000.0, 1002, -5000, double.NegativeInfinity, 1001 })
            sum.Add(log);
        Assert.Equal(1002 + Math.Log(1 + Math.Exp(-1) + Math.Exp(-2)), sum.Value, 1e-12);
        sum.Add(double.PositiveInfinity);
        Assert.Equal(double.PositiveInfinity, sum.Value);
    }

    [Fact]
    public void The_transform_is_that_of_an_independent_library_up_to_order_and_back_again()
    {
        const int Bits = 6;
        var random = new Random(20240607);
        System.Numerics.Complex[] numbers = Enumerable.Range(0, 1 << Bits).Select(_ => new System.Numerics.Complex(random.NextDouble(), random.NextDouble())).ToArray();
        double[] real = numbers.Select(number => number.Real).ToArray(), imaginary = numbers.Select(number => number.Imaginary).ToArray();
        var expected = (System.Numerics.Complex[])numbers.Clone();
        Fourier.Forward(expected, FourierOptions.AsymmetricScaling);

        FourierTransform.OfBits(Bits).Forward(real, imaginary);

        for (int k = 0; k < expected.Length; k++)
        {
            int position = Enumerable.Range(0, Bits).Sum(bit => ((k >> bit) & 1) << (Bits - 1 - bit));
            Assert.Equal(expected[k].Real, real[position], 1e-12);
            Assert.Equal(expected[k].Imaginary, imaginary[position], 1e-12);
            int mirror = Enumerable.Range(0, Bits).Sum(bit => ((((1 << Bits) - k) >> bit) & 1) << (Bits - 1 - bit));
            Assert.Equal(mirror, FourierTransform.Mirror(position));
        }

        FourierTransform.OfBits(Bits).Backward(real, imaginary);
        for (int i = 0; i < numbers.Length; i++)
        {
            Assert.Equal(numbers[i].Real, real[i], 1e-14);
            Assert.Equal(numbers[i].Imaginary, imaginary[i], 1e-14);
        }
    }
}
