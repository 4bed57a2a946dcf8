using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace DslDp.Noise;

/// <summary>
/// Pairs of independent Gaussian numbers from pairs of uniform ones: r·cos φ and r·sin φ with r = √(−2 ln u) and φ uniform on the
/// circle (Box and Muller 1958). In double precision, by polynomials that are exact to 10⁻¹³ of the result.
/// </summary>
/// <remarks>
/// A pair takes 96 bits: 52 for u, on which alone depends how far the tails reach, and 43 for φ. The nearest of 2⁴³ evenly spaced
/// angles is at most π·2⁻⁴³ away from any angle, so an entry is within 3.6·10⁻¹³ r, or 3.1·10⁻¹² standard deviations, of what the same u
/// and an angle without steps would give; rounding to 32 bits moves a number of the size of r by up to 6·10⁻⁸ r.
/// </remarks>
/// <typeparam name="TNumbers">The vector.</typeparam>
internal static unsafe class BoxMuller<TNumbers>
    where TNumbers : struct, INumbers<TNumbers>
{
    /// <summary>Random bytes for two entries: a word of 64 bits and one of 32.</summary>
    public const int BytesOfPair = sizeof(ulong) + sizeof(uint);

    // Bits and entries of so many stay in the first cache.
    private const int EntriesAtOnce = 1 << 11;

    /// <summary>Entries that get their noise together: half with cosines, half with sines.</summary>
    public static int EntriesOfVectors => 2 * TNumbers.Count;

    /// <summary>Adds independent Gaussian noise of mean 0 to every entry. Each is rounded to 32 bits once, with its noise in it.</summary>
    [SkipLocalsInit]
    public static void AddTo(Span<float> entries, double standardDeviation, IRandomBytes random)
    {
        Span<byte> bits = stackalloc byte[EntriesAtOnce / 2 * BytesOfPair];
        var room = stackalloc double[GaussianTables.Room];
        var tables = new GaussianTables(room, standardDeviation);
        var whole = entries.Length / EntriesOfVectors * EntriesOfVectors;
        for (var start = 0; start < whole; start += EntriesAtOnce)
            AddToWhole(entries[start..Math.Min(start + EntriesAtOnce, whole)], tables, random, bits);

        // The last entries with others beside them that are thrown away, so that no tail needs code of its own.
        if (whole < entries.Length)
        {
            Span<float> last = stackalloc float[EntriesOfVectors];
            last.Clear();
            entries[whole..].CopyTo(last);
            AddToWhole(last, tables, random, bits);
            last[..(entries.Length - whole)].CopyTo(entries[whole..]);
        }
        CryptographicOperations.ZeroMemory(bits);
    }

    private static void AddToWhole(Span<float> entries, GaussianTables tables, IRandomBytes random, Span<byte> bits)
    {
        var pairs = entries.Length / 2;
        random.Fill(bits[..(pairs * BytesOfPair)]);
        fixed (float* first = entries)
        fixed (byte* words = bits)
            AddPairs(first, (ulong*)words, (uint*)(words + (pairs * sizeof(ulong))), pairs, tables);
    }

    // Half of the entries get the cosines, the other half the sines. Optimised from the first call: the noise of a short run would
    // else be made by unoptimised code.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddPairs(float* entries, ulong* words, uint* halfWords, int pairs, GaussianTables tables)
    {
        for (var i = 0; i < pairs; i += TNumbers.Count)
        {
            // The length takes the first 53 bits of a word, the angle its last 11 and a half word.
            var word = TNumbers.Load(words + i);
            var length = GaussianSeries<TNumbers>.SquaredLength(word, tables).SquareRoot();
            var angle = (word << 53) | (TNumbers.LoadHalves(halfWords + i) << 21);

            // The middle of the sector, turned by the angle from there.
            var sector = GaussianSeries<TNumbers>.Sector(angle);
            var (x, y) = (length * TNumbers.LookUp(tables.Cosines, sector), length * TNumbers.LookUp(tables.Sines, sector));
            var (cosine, sine) = GaussianSeries<TNumbers>.InSector(angle);
            var first = TNumbers.MultiplyAdd(x, cosine, TNumbers.LoadSingles(entries + i));
            var second = TNumbers.MultiplyAdd(y, cosine, TNumbers.LoadSingles(entries + pairs + i));
            TNumbers.MultiplySubtract(y, sine, first).StoreSingles(entries + i);
            TNumbers.MultiplyAdd(x, sine, second).StoreSingles(entries + pairs + i);
        }
    }
}
