using System.Buffers.Binary;
using DslDp.Noise;

namespace DslDp.Runtime.Tests.Noise;

/// <summary>The vector code against the formula, one pair at a time, from the same bits.</summary>
public class BoxMullerTests
{
    private const int Capacity = 256;

    public static TheoryData<int, int> SeedsAndLengths => new()
    {
        { 1, 256 }, { 2, 2 }, { 3, 63 }, { 4, 100 }, { 5, 255 }, { 6, 64 },
    };

    [Theory]
    [MemberData(nameof(SeedsAndLengths))]
    public void Noise_is_the_length_and_the_angle_that_the_bits_say(int seed, int length)
    {
        var entries = new float[length];
        new BoxMuller(Capacity).AddTo(entries, 3, new SeededBytes(seed));

        var pairs = (length + 1) / 2;
        var whole = (pairs + System.Numerics.Vector<double>.Count - 1) / System.Numerics.Vector<double>.Count * System.Numerics.Vector<double>.Count;
        var random = new SeededBytes(seed);
        var (lengths, angles) = (Words(random, whole), Words(random, whole));
        for (var i = 0; i < pairs; i++)
        {
            var (first, second) = Pair(lengths[i], angles[i]);
            AssertClose(3 * first, entries[i]);
            if (pairs + i < length)
                AssertClose(3 * second, entries[pairs + i]);
        }
    }

    // Lengths from the longest to the shortest, and angles at the ends of every octant.
    [Fact]
    public void Extreme_bits_follow_the_formula_too()
    {
        ulong[] lengths = [0, 1UL << 11, 1UL << 31, 1UL << 32, 1UL << 62, 0xB504_F333_F9DE_6484, 0xB504_F333_F9DE_6000, 1UL << 63, ulong.MaxValue - (1 << 11), ulong.MaxValue - (3UL << 11), ulong.MaxValue << 32];
        var angles = Enumerable.Range(0, 8).SelectMany(octant => new[] { 0UL, 1UL << 11, (1UL << 60) + 12345, ulong.MaxValue >> 3 }.Select(within => ((ulong)octant << 61) | within));
        foreach (var angle in angles)
        {
            foreach (var length in lengths)
            {
                var entries = new float[2 * System.Numerics.Vector<double>.Count];
                new BoxMuller(Capacity).AddTo(entries, 1, new RepeatedWords(length, angle));
                var (first, second) = Pair(length, angle);
                AssertClose(first, entries[0]);
                AssertClose(second, entries[^1]);
            }
        }
    }

    // The top bits choose signs and whether the angle is taken from the other axis; the next 50 an angle below π/4.
    private static (double First, double Second) Pair(ulong lengthBits, ulong angleBits)
    {
        var u = ((lengthBits >> 11) + 1) * Math.ScaleB(1, -53);
        var length = Math.Sqrt(-2 * Math.Log(u));
        var angle = ((angleBits & (ulong.MaxValue >> 3)) >> 11) * Math.ScaleB(Math.PI / 4, -50);
        var (sine, cosine) = Math.SinCos(angle);
        var (x, y) = (angleBits >> 61 & 1) == 1 ? (sine, cosine) : (cosine, sine);
        return (length * (angleBits >> 63 == 1 ? -x : x), length * ((angleBits >> 62 & 1) == 1 ? -y : y));
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
