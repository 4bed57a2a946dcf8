using DslDp.Kernels;
using DslDp.Noise;
using DslDp.Runtime.Tests.Clipping;
using DslDp.Runtime.Tests.Training;
using MathNet.Numerics.Distributions;
using TorchSharp;
using static TorchSharp.torch;

namespace DslDp.Runtime.Tests.Noise;

/// <summary>
/// The noise is what the accountant was told: Gaussian, independent, of the standard deviation asked for. Where the operating
/// system's generator is used, a right implementation fails an assertion with a probability of about 10⁻⁹.
/// </summary>
public class CryptographicGaussianSourceTests
{
    private const int Count = 1_000_001;

    // Entries under one key, and several such parts with a rest.
    private const int PartLength = 1 << 16, Parts = (5 * PartLength) + 77;

    // Six standard errors: about 2·10⁻⁹ on both sides together.
    private const double Errors = 6;

    public static TheoryData<double> Deviations => [1e-3, 1.0, 250.0];

    [Theory]
    [MemberData(nameof(Deviations))]
    public void Moments_are_those_of_a_Gaussian(double deviation)
    {
        var z = Draw(new CryptographicGaussianSource(), Count, deviation).Select(x => x / deviation).ToArray();

        Assert.Equal(0, z.Average(), Errors / Math.Sqrt(Count));
        Assert.Equal(1, z.Average(x => x * x), Errors * Math.Sqrt(2.0 / Count));
        Assert.Equal(0, z.Average(x => x * x * x), Errors * Math.Sqrt(15.0 / Count));
        Assert.Equal(3, z.Average(x => x * x * x * x), Errors * Math.Sqrt(96.0 / Count));
    }

    // Dvoretzky, Kiefer and Wolfowitz with Massart's constant: P(D > d) ≤ 2 exp(−2nd²).
    [Fact]
    public void Distribution_is_Gaussian_by_Kolmogorov_and_Smirnov()
    {
        var z = Draw(new CryptographicGaussianSource(), Count, 1).Order().ToArray();

        var distance = z.Select((x, i) => Math.Max(Math.Abs(Normal.CDF(0, 1, x) - i / (double)Count), Math.Abs(Normal.CDF(0, 1, x) - (i + 1) / (double)Count))).Max();

        Assert.True(distance <= Math.Sqrt(Math.Log(2 / 1e-9) / (2.0 * Count)), $"distance {distance:R}");
    }

    // A tail that is too thin would betray the largest contributions: P(|z| > 4) = 6.33·10⁻⁵.
    [Fact]
    public void Tails_are_there()
    {
        var beyond = Draw(new CryptographicGaussianSource(), Count, 1).Count(x => Math.Abs(x) > 4);
        Assert.InRange(beyond, 63.3 - Errors * Math.Sqrt(63.3), 63.3 + Errors * Math.Sqrt(63.3));
    }

    [Fact]
    public void Entries_are_independent_of_their_neighbours_of_their_pair_and_of_the_last_call()
    {
        var source = new CryptographicGaussianSource();
        var first = Draw(source, 1 << 14, 1);
        var second = Draw(source, 1 << 14, 1);
        var half = first.Length / 2;

        AssertUncorrelated(first[1..], first[..^1]);
        AssertUncorrelated(first[..half], first[half..]);
        AssertUncorrelated([.. first[..half].Select(x => x * x - 1)], [.. first[half..].Select(x => x * x - 1)], variance: 4);
        AssertUncorrelated(first, second);
        Assert.Empty(first.Intersect(second).Where(x => Math.Abs(x) > 1e-3).Skip(30));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(16_383)]
    [InlineData(16_385)]
    [InlineData(50_000)]
    [InlineData(70_001)]
    public void Every_entry_gets_noise_and_nothing_beside_them(int length)
    {
        using var scope = NewDisposeScope();
        var buffer = zeros(length + 20);
        var source = new CryptographicGaussianSource(new SeededBytes(length));

        source.AddTo(buffer.narrow(0, 10, length), 1);

        var values = buffer.data<float>().ToArray();
        Assert.All(values[..10].Concat(values[^10..]), x => Assert.Equal(0, x));
        Assert.All(values[10..^10], x => Assert.NotEqual(0, x));
        Assert.Equal(length, values[10..^10].Distinct().Count(), length / 1000.0 + 1);
    }

    [Fact]
    public void It_is_added_to_what_is_there_and_rounded_once()
    {
        using var scope = NewDisposeScope();
        var noise = zeros(1000, float32);
        var shifted = full(1000, 1000f);
        new CryptographicGaussianSource(new SeededBytes(1)).AddTo(noise, 2);
        new CryptographicGaussianSource(new SeededBytes(1)).AddTo(shifted, 2);

        Assert.Equal(0, (shifted.to(float64) - 1000 - noise.to(float64)).abs().max().ToDouble(), 3.1e-5);
    }

    [Theory]
    [InlineData(0x00)]
    [InlineData(0xFF)]
    public void The_ends_of_the_uniform_range_give_finite_noise(byte value)
    {
        var (wide, portable) = (new float[5], new float[5]);
        if (WideNumbers.IsSupported)
            BoxMuller<WideNumbers>.AddTo(wide, 1, new ConstantBytes(value));
        BoxMuller<PortableNumbers>.AddTo(portable, 1, new ConstantBytes(value));
        Assert.All(wide.Concat(portable), x => Assert.InRange(x, -9.79f, 9.79f));
    }

    [Fact]
    public void The_number_of_threads_makes_no_difference()
    {
        using var scope = NewDisposeScope();
        var (alone, together) = (zeros(Parts), zeros(Parts));
        var threads = get_num_threads();
        try
        {
            set_num_threads(1);
            new CryptographicGaussianSource(new SeededBytes(1)).AddTo(alone, 1);
            set_num_threads(3);
            new CryptographicGaussianSource(new SeededBytes(1)).AddTo(together, 1);
        }
        finally
        {
            set_num_threads(threads);
        }

        Assert.Equal(alone.data<float>().ToArray(), together.data<float>().ToArray());
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(31, 1)]
    [InlineData(32, 1)]
    [InlineData(2047, 1)]
    [InlineData(2081, 2)]
    [InlineData(65_536 + 777, 1)]
    [InlineData(200_001, 2)]
    public unsafe void Of_every_entry_it_is_told_once_and_when_it_has_its_noise(int length, int threads)
    {
        using var scope = NewDisposeScope();
        using var divided = new ThreadCount(threads);
        var (expected, flat) = (full(length, 5f), full(length, 5f));
        new CryptographicGaussianSource(new SeededBytes(length)).AddTo(expected, 3);
        var (wanted, entries, told, early) = (expected.data<float>().ToArray(), (nint)Memory.Of(flat), new int[length], 0);

        new CryptographicGaussianSource(new SeededBytes(length)).AddTo(flat, 3, (from, until) =>
        {
            for (var i = from; i < until; i++)
            {
                Interlocked.Increment(ref told[i]);
                if (((float*)entries)[i] != wanted[i])
                    Interlocked.Increment(ref early);
            }
        });

        Assert.Equal(0, early);
        Assert.All(told, times => Assert.Equal(1, times));
        Assert.Equal(wanted, flat.data<float>().ToArray());
    }

    [Fact]
    public void A_source_that_tells_nothing_of_its_parts_tells_of_all_at_the_end()
    {
        using var scope = NewDisposeScope();
        var (flat, told) = (zeros(7), new List<(long, long, float)>());
        IGaussianSource source = new ChosenNoise((entries, _) => entries.fill_(2));

        source.AddTo(flat, 3, (from, until) => told.Add((from, until, flat[6].item<float>())));

        Assert.Equal([(0, 7, 2)], told);
    }

    [Fact]
    public void Parts_have_streams_of_their_own()
    {
        var z = Draw(new CryptographicGaussianSource(), Parts, 1);
        for (var part = PartLength; part + PartLength <= z.Length; part += PartLength)
            AssertUncorrelated(z[..PartLength], z[part..(part + PartLength)]);
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(-1.0)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_standard_deviation_that_is_none_is_refused(double deviation)
    {
        using var flat = zeros(3);
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => new CryptographicGaussianSource().AddTo(flat, deviation));
        Assert.Contains("standard deviation", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, flat.abs().sum().ToSingle());
    }

    [Fact]
    public void Only_a_flat_Float32_tensor_can_receive_noise()
    {
        using var scope = NewDisposeScope();
        var source = new CryptographicGaussianSource();
        Assert.Throws<ArgumentException>(() => source.AddTo(zeros(3, float64), 1));
        Assert.Throws<ArgumentException>(() => source.AddTo(zeros(3, 3), 1));
        Assert.Throws<ArgumentException>(() => source.AddTo(zeros(3, 3).select(1, 0), 1));
    }

    private static double[] Draw(CryptographicGaussianSource source, int count, double deviation)
    {
        using var flat = zeros(count);
        source.AddTo(flat, deviation);
        return [.. flat.data<float>().Select(x => (double)x)];
    }

    private static void AssertUncorrelated(double[] one, double[] other, double variance = 1) =>
        Assert.Equal(0, one.Zip(other, (x, y) => x * y).Average(), Errors * variance / Math.Sqrt(one.Length));
}
