using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace DslDp.Noise;

/// <summary>
/// Pairs of independent Gaussian numbers from pairs of uniform ones: r·cos φ and r·sin φ with r = √(−2 ln u) and φ uniform on the
/// circle (Box and Muller 1958). In double precision, by polynomials that are exact to 10⁻⁸ of the result.
/// </summary>
/// <remarks>
/// A pair takes a word of 64 bits: the first 36 for u, the others for φ. Where u is below 2⁻¹⁶, its steps would be coarse, and on them depends
/// how far the tails reach: 52 more bits say where in that range it lies, so that the smallest u is 2⁻⁶⁹. The nearest of 2²⁸ evenly spaced
/// angles is at most π·2⁻²⁸ away from any angle, so an entry is within 1.2·10⁻⁸ r of what the same u and an angle without steps would give;
/// rounding to 32 bits moves a number of the size of r by up to 6·10⁻⁸ r.
/// </remarks>
/// <typeparam name="TNumbers">The vector.</typeparam>
internal static unsafe class BoxMuller<TNumbers>
    where TNumbers : struct, INumbers<TNumbers>
{
    // Words and entries of so many stay in the first cache.
    private const int EntriesAtOnce = 1 << 11;

    /// <summary>Entries that get their noise together: half with cosines, half with sines.</summary>
    public static int EntriesOfVectors => 2 * TNumbers.Count;

    /// <summary>Adds independent Gaussian noise of mean 0 to every entry. Each is rounded to 32 bits once, with its noise in it.</summary>
    /// <param name="entries">The entries.</param>
    /// <param name="standardDeviation">Standard deviation of the noise.</param>
    /// <param name="random">Uniform bits.</param>
    /// <param name="noised">Is told of entries that have their noise, the first and the one after the last, while they are in the first cache; or none.</param>
    /// <param name="first">What the first of the entries is counted as there.</param>
    [SkipLocalsInit]
    public static void AddTo(Span<float> entries, double standardDeviation, IRandomBytes random, Action<long, long>? noised = null, long first = 0)
    {
        Span<ulong> words = stackalloc ulong[EntriesAtOnce / 2];
        var room = stackalloc double[GaussianTables.Room];
        var tables = new GaussianTables(room, standardDeviation);
        var whole = entries.Length / EntriesOfVectors * EntriesOfVectors;
        for (var start = 0; start < whole; start += EntriesAtOnce)
        {
            var end = Math.Min(start + EntriesAtOnce, whole);
            AddToWhole(entries[start..end], tables, random, words);
            noised?.Invoke(first + start, first + end);
        }

        // The last entries with others beside them that are thrown away, so that no tail needs code of its own.
        if (whole < entries.Length)
        {
            Span<float> last = stackalloc float[EntriesOfVectors];
            last.Clear();
            entries[whole..].CopyTo(last);
            AddToWhole(last, tables, random, words);
            last[..(entries.Length - whole)].CopyTo(entries[whole..]);
            noised?.Invoke(first + whole, first + entries.Length);
        }
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(words));
    }

    private static void AddToWhole(Span<float> entries, GaussianTables tables, IRandomBytes random, Span<ulong> words)
    {
        var pairs = entries.Length / 2;
        random.Fill(MemoryMarshal.AsBytes(words[..pairs]));
        fixed (float* first = entries)
        fixed (ulong* from = words)
            AddPairs(first, from, pairs, tables, random);
    }

    // Half of the entries get the cosines, the other half the sines. Optimised from the first call: the noise of a short run would
    // else be made by unoptimised code.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddPairs(float* entries, ulong* words, int pairs, GaussianTables tables, IRandomBytes random)
    {
        for (var i = 0; i < pairs; i += TNumbers.Count)
        {
            var word = TNumbers.Load(words + i);
            var squared = GaussianSeries<TNumbers>.SquaredLength(word, tables);
            if (TNumbers.AnyIsBelow(word, FarTail.Bound))
                squared = FarTail.Placed(squared, words + i, random);
            var length = squared.SquareRoot();

            // The middle of the sector, turned by the angle from there.
            var sector = GaussianSeries<TNumbers>.Sector(word);
            var (x, y) = (length * TNumbers.LookUp(tables.Cosines, sector), length * TNumbers.LookUp(tables.Sines, sector));
            var (cosine, sine) = GaussianSeries<TNumbers>.InSector(word);
            var first = TNumbers.MultiplyAdd(x, cosine, TNumbers.LoadSingles(entries + i));
            var second = TNumbers.MultiplyAdd(y, cosine, TNumbers.LoadSingles(entries + pairs + i));
            TNumbers.MultiplySubtract(y, sine, first).StoreSingles(entries + i);
            TNumbers.MultiplyAdd(x, sine, second).StoreSingles(entries + pairs + i);
        }
    }
}
