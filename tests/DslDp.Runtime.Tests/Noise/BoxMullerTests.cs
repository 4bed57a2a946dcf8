using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using DslDp.Noise;

namespace DslDp.Runtime.Tests.Noise;

/// <summary>The vector code against the formula, one pair at a time, from the same bits.</summary>
public class BoxMullerTests
{
    private const int EntriesAtOnce = 1 << 11, AngleBits = 28;

    public static TheoryData<int, int> SeedsAndLengths => new()
    {
        { 1, 256 }, { 2, 2 }, { 3, 63 }, { 4, 100 }, { 5, 255 }, { 6, 64 }, { 7, EntriesAtOnce }, { 8, EntriesAtOnce + 33 }, { 9, (2 * EntriesAtOnce) + 96 },
    };

    [Theory]
    [MemberData(nameof(SeedsAndLengths))]
    public void Noise_is_the_length_and_the_angle_that_the_bits_say(int seed, int length)
    {
        if (WideNumbers.IsSupported)
            AssertNoiseIsWhatTheBitsSay<WideNumbers>(() => new SeededBytes(seed), length);
        AssertNoiseIsWhatTheBitsSay<PortableNumbers>(() => new SeededBytes(seed), length);
    }

    // Two words in three begin with 16 zeros.
    [Theory]
    [MemberData(nameof(SeedsAndLengths))]
    public void The_place_in_the_far_tail_is_what_more_bits_say(int seed, int length)
    {
        if (WideNumbers.IsSupported)
            AssertNoiseIsWhatTheBitsSay<WideNumbers>(() => new SmallWords(new SeededBytes(seed)), length);
        AssertNoiseIsWhatTheBitsSay<PortableNumbers>(() => new SmallWords(new SeededBytes(seed)), length);
    }

    // Lengths from the longest to the shortest, at the ends of the cells of the logarithm too, and angles at the ends and in the middle of every sector.
    [Fact]
    public void Extreme_bits_follow_the_formula_too()
    {
        ulong[] lengths = [0, 1UL << 28, 1UL << 31, 1UL << 47, (1UL << 48) - 1, 1UL << 48, 1UL << 62, 0xB504_F333_F9DE_6484, 0xB504_F333_F9DE_6000, 1UL << 63, 3UL << 62, (3UL << 62) - 1, 0xF800_0000_0000_0000, 0xF7FF_FFFF_FFFF_FFFF, 0x8800_0000_0000_0000, 0x87FF_FFFF_FFFF_FFFF, ulong.MaxValue - (1 << 28), ulong.MaxValue - (3UL << 28), ulong.MaxValue << 32, ulong.MaxValue];
        const ulong withinSector = (1UL << (AngleBits - 4)) - 1;
        var angles = Enumerable.Range(0, 16).SelectMany(sector => new ulong[] { 0, 1, (1UL << 22) + 12345, withinSector / 2, (withinSector / 2) + 1, withinSector }.Select(within => ((ulong)sector << (AngleBits - 4)) | within));
        foreach (var angle in angles)
        {
            foreach (var length in lengths)
            {
                if (WideNumbers.IsSupported)
                    AssertPair<WideNumbers>(length, angle);
                AssertPair<PortableNumbers>(length, angle);
            }
        }
    }

    [Fact]
    public void Noise_of_wide_vectors_is_that_of_portable_ones()
    {
        foreach (var length in WideNumbers.IsSupported ? [32, EntriesAtOnce, EntriesAtOnce + 64] : Array.Empty<int>())
        {
            var (wide, portable) = (new float[length], new float[length]);
            BoxMuller<WideNumbers>.AddTo(wide, 1, new SmallWords(new SeededBytes(length)));
            BoxMuller<PortableNumbers>.AddTo(portable, 1, new SmallWords(new SeededBytes(length)));
            Assert.Equal(portable, wide);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Polynomials_are_more_exact_than_32_bits(int seed)
    {
        if (WideNumbers.IsSupported)
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
            var angleBits = (ulong)random.NextInt64(1L << AngleBits);
            var (squared, cosine, sine) = Evaluate<TNumbers>(lengthBits, angleBits);

            var expected = -2 * Math.Log(((lengthBits >> 27) | 1) * Math.ScaleB(1, -37));
            var (x, y) = Direction(angleBits);
            Assert.True(Math.Abs(squared - expected) <= 4e-10 * expected, $"seed {seed}, bits {lengthBits:X}: {squared:R} in place of {expected:R}");
            Assert.True(Math.Abs(cosine - x) <= 1e-8 * Math.Abs(x), $"seed {seed}, bits {angleBits:X}: {cosine:R} in place of {x:R}");
            Assert.True(Math.Abs(sine - y) <= 1e-8 * Math.Abs(y), $"seed {seed}, bits {angleBits:X}: {sine:R} in place of {y:R}");
        }
    }

    private static unsafe (double Squared, double Cosine, double Sine) Evaluate<TNumbers>(ulong lengthBits, ulong angleBits)
        where TNumbers : struct, INumbers<TNumbers>
    {
        var room = stackalloc double[GaussianTables.Room];
        var tables = new GaussianTables(room, 1);
        var angle = TNumbers.OfBits(angleBits);
        var sector = GaussianSeries<TNumbers>.Sector(angle);
        var (x, y) = (TNumbers.LookUp(tables.Cosines, sector), TNumbers.LookUp(tables.Sines, sector));
        var (cosine, sine) = GaussianSeries<TNumbers>.InSector(angle);
        return (
            First(GaussianSeries<TNumbers>.SquaredLength(TNumbers.OfBits(lengthBits), tables)),
            First(TNumbers.MultiplySubtract(y, sine, x * cosine)),
            First(TNumbers.MultiplyAdd(x, sine, y * cosine)));

        static double First(TNumbers numbers) => Unsafe.As<TNumbers, double>(ref numbers);
    }

    private static void AssertPair<TNumbers>(ulong length, ulong angle)
        where TNumbers : struct, INumbers<TNumbers>
    {
        var entries = new float[BoxMuller<TNumbers>.EntriesOfVectors];
        var random = new RepeatedWords((length >> AngleBits << AngleBits) | angle);
        BoxMuller<TNumbers>.AddTo(entries, 1, random);
        var (first, second) = Pair(Word(random), random);
        AssertClose(first, entries[0]);
        AssertClose(second, entries[^1]);
    }

    private static void AssertNoiseIsWhatTheBitsSay<TNumbers>(Func<IRandomBytes> bits, int length)
        where TNumbers : struct, INumbers<TNumbers>
    {
        var entries = new float[length];
        BoxMuller<TNumbers>.AddTo(entries, 3, bits());

        var (random, together) = (bits(), BoxMuller<TNumbers>.EntriesOfVectors);
        for (var start = 0; start < length;)
        {
            var (rest, whole) = (length - start, (length - start) / together * together);
            var half = Math.Min(EntriesAtOnce, Math.Max(whole, together)) / 2;
            var words = new ulong[half];
            random.Fill(MemoryMarshal.AsBytes(words.AsSpan()));
            for (var i = 0; i < half; i++)
            {
                var (first, second) = Pair(words[i], random);
                if (i < rest)
                    AssertClose(3 * first, entries[start + i]);
                if (half + i < rest)
                    AssertClose(3 * second, entries[start + half + i]);
            }
            start += 2 * half;
        }
    }

    // The first 36 bits of the word say how long, the others in what direction. Where the first 16 are 0, the first 52 of another word stand in
    // for the 20 that are left. Behind the last bit there is always a 1.
    private static (double First, double Second) Pair(ulong word, IRandomBytes random)
    {
        var uniform = word >> 48 == 0 ? ((Word(random) >> 11) | 1) * Math.ScaleB(1, -69) : ((word >> 27) | 1) * Math.ScaleB(1, -37);
        var length = Math.Sqrt(-2 * Math.Log(uniform));
        var (x, y) = Direction(word & ((1UL << AngleBits) - 1));
        return (length * x, length * y);
    }

    private static ulong Word(IRandomBytes random)
    {
        var word = 0UL;
        random.Fill(MemoryMarshal.AsBytes(new Span<ulong>(ref word)));
        return word;
    }

    // 28 bits are an angle, from the beginning of the sector around the first axis. From the nearest axis, so that what is next to 0 is exact too.
    private static (double X, double Y) Direction(ulong angleBits)
    {
        var halfSteps = (2 * (long)angleBits) + 1 - (1L << (AngleBits - 4));
        var quarter = (halfSteps + (1L << (AngleBits - 2))) >> (AngleBits - 1);
        var (sine, cosine) = Math.SinCos((halfSteps - (quarter << (AngleBits - 1))) * Math.ScaleB(Math.PI, -AngleBits));
        return (quarter & 3) switch
        {
            0 => (cosine, sine),
            1 => (-sine, cosine),
            2 => (-cosine, -sine),
            _ => (sine, -cosine),
        };
    }

    // Half a unit of the last place of a 32-bit number, and the series.
    private static void AssertClose(double expected, float actual) =>
        Assert.True(Math.Abs(expected - actual) <= Math.Abs(expected) * (Math.ScaleB(1, -24) + 1e-8), $"{actual:R} in place of {expected:R}");
}
