using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace DslDp.Noise;

/// <summary>
/// Pairs of independent Gaussian numbers from pairs of uniform ones: r·cos φ and r·sin φ with r = √(−2 ln u) and φ uniform on the
/// circle (Box and Muller 1958). In double precision, by polynomials that are exact to 10⁻¹³ of the result.
/// </summary>
/// <typeparam name="TNumbers">The vector.</typeparam>
internal static unsafe class BoxMuller<TNumbers>
    where TNumbers : struct, INumbers<TNumbers>
{
    // Bits and entries of so many stay in the first cache.
    private const int EntriesAtOnce = 1 << 11;

    /// <summary>Entries that get their noise together: two vectors of cosines, two of sines.</summary>
    public static int EntriesOfVectors => 4 * TNumbers.Count;

    /// <summary>Adds independent Gaussian noise of mean 0 to every entry. Each is rounded to 32 bits once, with its noise in it.</summary>
    [SkipLocalsInit]
    public static void AddTo(Span<float> entries, double standardDeviation, IRandomBytes random)
    {
        Span<ulong> bits = stackalloc ulong[EntriesAtOnce];
        var whole = entries.Length / EntriesOfVectors * EntriesOfVectors;
        for (var start = 0; start < whole; start += EntriesAtOnce)
            AddToWhole(entries[start..Math.Min(start + EntriesAtOnce, whole)], standardDeviation, random, bits);

        // The last entries with others beside them that are thrown away, so that no tail needs code of its own.
        if (whole < entries.Length)
        {
            Span<float> last = stackalloc float[EntriesOfVectors];
            last.Clear();
            entries[whole..].CopyTo(last);
            AddToWhole(last, standardDeviation, random, bits);
            last[..(entries.Length - whole)].CopyTo(entries[whole..]);
        }
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(bits));
    }

    private static void AddToWhole(Span<float> entries, double standardDeviation, IRandomBytes random, Span<ulong> bits)
    {
        random.Fill(MemoryMarshal.AsBytes(bits[..entries.Length]));
        fixed (float* first = entries)
        fixed (ulong* words = bits)
            AddPairs(first, words, entries.Length / 2, standardDeviation);
    }

    // Half of the entries get the cosines, the other half the sines. Optimised from the first call: the noise of a short run would
    // else be made by unoptimised code.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddPairs(float* entries, ulong* bits, int pairs, double standardDeviation)
    {
        var deviation = TNumbers.Of(standardDeviation);
        for (var i = 0; i < pairs; i += 2 * TNumbers.Count)
        {
            var next = i + TNumbers.Count;
            var (length, nextLength) = (Length(bits + i) * deviation, Length(bits + next) * deviation);
            var (cosine, sine) = GaussianSeries<TNumbers>.OnCircle(TNumbers.Load(bits + pairs + i));
            var (nextCosine, nextSine) = GaussianSeries<TNumbers>.OnCircle(TNumbers.Load(bits + pairs + next));
            TNumbers.AddTo(entries + i, length * cosine, nextLength * nextCosine);
            TNumbers.AddTo(entries + pairs + i, length * sine, nextLength * nextSine);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TNumbers Length(ulong* bits) => GaussianSeries<TNumbers>.SquaredLength(GaussianSeries<TNumbers>.Uniform(TNumbers.Load(bits))).SquareRoot();
}
