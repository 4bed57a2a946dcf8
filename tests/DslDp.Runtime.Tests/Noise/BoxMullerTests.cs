using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using DslDp.Noise;

namespace DslDp.Runtime.Tests.Noise;

/// <summary>The vector code against the formula, one pair at a time, from the same bits.</summary>
public class BoxMullerTests
{
    private const int EntriesAtOnce = 1 << 11;

    public static TheoryData<int, int> SeedsAndLengths => new()
    {
        { 1, 256 }, { 2, 2 }, { 3, 63 }, { 4, 100 }, { 5, 255 }, { 6, 64 }, { 7, EntriesAtOnce }, { 8, EntriesAtOnce + 33 }, { 9, (2 * EntriesAtOnce) + 96 },
    };

    [Theory]
    [MemberData(nameof(SeedsAndLengths))]
    public void Noise_is_the_length_and_the_angle_that_the_bits_say(int seed, int length)
    {
        AssertNoiseIsWhatTheBitsSay<WideNumbers>(seed, length);
        AssertNoiseIsWhatTheBitsSay<PortableNumbers>(seed, length);
    }

    // Lengths from the longest to the shortest, and angles at the ends of every octant.
    [Fact]
    public void Extreme_bits_follow_the_formula_too()
    {
        ulong[] lengths = [0, 1UL << 11, 1UL << 31, 1UL << 32, 1UL << 62, 0xB504_F333_F9DE_6484, 0xB504_F333_F9DE_6000, 1UL << 63, ulong.MaxValue - (1 << 11), ulong.MaxValue - (3UL << 11), ulong.MaxValue << 32, ulong.MaxValue];
        var angles = Enumerable.Range(0, 8).SelectMany(octant => new[] { 0UL, 1UL << 11, (1UL << 60) + 12345, ulong.MaxValue >> 3 }.Select(within => ((ulong)octant << 61) | within));
        foreach (var angle in angles)
        {
            foreach (var length in lengths)
            {
                AssertPair<WideNumbers>(length, angle);
                AssertPair<PortableNumbers>(length, angle);
            }
        }
    }

    [Fact]
    public void Noise_of_wide_vectors_is_that_of_portable_ones()
    {
        foreach (var length in new[] { 32, EntriesAtOnce, EntriesAtOnce + 64 })
        {
            var (wide, portable) = (new float[length], new float[length]);
            BoxMuller<WideNumbers>.AddTo(wide, 1, new SeededBytes(length));
            BoxMuller<PortableNumbers>.AddTo(portable, 1, new SeededBytes(length));
            Assert.Equal(portable, wide);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Polynomials_are_exact_to_thirteen_digits(int seed)
    {
        AssertPolynomials<WideNumbers>(seed);
        AssertPolynomials<PortableNumbers>(seed);
    }

    private static void AssertPolynomials<TNumbers>(int seed)
        where TNumbers : struct, INumbers<TNumbers>
    {
        var random = new Random(seed);
        for (var i = 0; i < 20_000; i++)
        {
            // Fewer leading bits and more: small numbers, and numbers next to 1.
            var lengthBits = (ulong)random.NextInt64() << random.Next(2) >> random.Next(40);
            if (random.Next(2) == 1)
                lengthBits = ~lengthBits;
            var angleBits = (ulong)random.NextInt64() << random.Next(2);
            var (squared, cosine, sine) = Evaluate<TNumbers>(lengthBits, angleBits);

            var expected = -2 * Math.Log(((lengthBits >> 11) + 1) * Math.ScaleB(1, -53));
            var (x, y) = Direction(angleBits);
            Assert.True(Math.Abs(squared - expected) <= 1e-13 * expected, $"seed {seed}, bits {lengthBits:X}: {squared:R} in place of {expected:R}");
            Assert.True(Math.Abs(cosine - x) <= 2e-14 * Math.Abs(x), $"seed {seed}, bits {angleBits:X}: {cosine:R} in place of {x:R}");
            Assert.True(Math.Abs(sine - y) <= 2e-14 * Math.Abs(y), $"seed {seed}, bits {angleBits:X}: {sine:R} in place of {y:R}");
        }
    }

    private static (double Squared, double Cosine, double Sine) Evaluate<TNumbers>(ulong lengthBits, ulong angleBits)
        where TNumbers : struct, INumbers<TNumbers>
    {
        var squared = GaussianSeries<TNumbers>.SquaredLength(GaussianSeries<TNumbers>.Uniform(TNumbers.OfBits(lengthBits)));
        var (cosine, sine) = GaussianSeries<TNumbers>.OnCircle(TNumbers.OfBits(angleBits));
        return (First(squared), First(cosine), First(sine));

        static double First(TNumbers numbers) => Unsafe.As<TNumbers, double>(ref numbers);
    }

    private static void AssertPair<TNumbers>(ulong length, ulong angle)
        where TNumbers : struct, INumbers<TNumbers>
    {
        var entries = new float[BoxMuller<TNumbers>.EntriesOfVectors];
        BoxMuller<TNumbers>.AddTo(entries, 1, new RepeatedWords(length, angle));
        var (first, second) = Pair(length, angle);
        AssertClose(first, entries[0]);
        AssertClose(second, entries[^1]);
    }

    private static void AssertNoiseIsWhatTheBitsSay<TNumbers>(int seed, int length)
        where TNumbers : struct, INumbers<TNumbers>
    {
        var entries = new float[length];
        BoxMuller<TNumbers>.AddTo(entries, 3, new SeededBytes(seed));

        var (random, together) = (new SeededBytes(seed), BoxMuller<TNumbers>.EntriesOfVectors);
        for (var start = 0; start < length;)
        {
            var (rest, whole) = (length - start, (length - start) / together * together);
            var half = Math.Min(EntriesAtOnce, Math.Max(whole, together)) / 2;
            var (lengths, angles) = (Words(random, half), Words(random, half));
            for (var i = 0; i < half; i++)
            {
                var (first, second) = Pair(lengths[i], angles[i]);
                if (i < rest)
                    AssertClose(3 * first, entries[start + i]);
                if (half + i < rest)
                    AssertClose(3 * second, entries[start + half + i]);
            }
            start += 2 * half;
        }
    }

    // The top bits choose signs and whether the angle is taken from the other axis; the next 50 an angle below π/4.
    private static (double First, double Second) Pair(ulong lengthBits, ulong angleBits)
    {
        var length = Math.Sqrt(-2 * Math.Log(((lengthBits >> 11) + 1) * Math.ScaleB(1, -53)));
        var (x, y) = Direction(angleBits);
        return (length * x, length * y);
    }

    private static (double X, double Y) Direction(ulong angleBits)
    {
        var angle = ((angleBits & (ulong.MaxValue >> 3)) >> 11) * Math.ScaleB(Math.PI / 4, -50);
        var (sine, cosine) = Math.SinCos(angle);
        var (x, y) = (angleBits >> 61 & 1) == 1 ? (sine, cosine) : (cosine, sine);
        return (angleBits >> 63 == 1 ? -x : x, (angleBits >> 62 & 1) == 1 ? -y : y);
    }

    // Half a unit of the last place of a 32-bit number, and the series.
    private static void AssertClose(double expected, float actual) =>
        Assert.True(Math.Abs(expected - actual) <= Math.Abs(expected) * (Math.ScaleB(1, -24) + 1e-12), $"{actual:R} in place of {expected:R}");

    private static ulong[] Words(IRandomBytes random, int count)
    {
        var bytes = new byte[count * sizeof(ulong)];
        random.Fill(bytes);
        return [.. Enumerable.Range(0, count).Select(i => BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(i * sizeof(ulong))))];
    }
}
