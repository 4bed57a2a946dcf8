using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DslDp.Noise;

/// <summary>
/// The pairs whose u the first 16 bits of their word place below 2⁻¹⁶, one of 65,536: entries beyond 4.7 standard deviations come from them
/// alone. 52 bits more, of their own, say where below 2⁻¹⁶ u lies.
/// </summary>
internal static unsafe class FarTail
{
    /// <summary>A word below it has a u below 2⁻¹⁶.</summary>
    public const ulong Bound = 1UL << (64 - BitsToBound);

    private const int BitsToBound = 16;

    // u′ is uniform among the odd multiples of 2⁻⁵³ below 1, and u = 2⁻¹⁶ u′.
    private const int BitsOfPlace = 53;

    /// <summary>The squared lengths, −2 ln u, with those of such pairs made anew.</summary>
    /// <param name="squared">The squared lengths by the words alone.</param>
    /// <param name="words">The word of each.</param>
    /// <param name="random">Where more bits come from.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static TNumbers Placed<TNumbers>(TNumbers squared, ulong* words, IRandomBytes random)
        where TNumbers : struct, INumbers<TNumbers>
    {
        for (var i = 0; i < TNumbers.Count; i++)
        {
            if (words[i] < Bound)
                squared = squared.With(i, 2 * ((BitsToBound * Math.Log(2)) - Math.Log(Place(random))));
        }
        return squared;
    }

    private static double Place(IRandomBytes random)
    {
        var word = 0UL;
        random.Fill(MemoryMarshal.AsBytes(new Span<ulong>(ref word)));
        return Math.ScaleB((word >>> (64 - BitsOfPlace)) | 1, -BitsOfPlace);
    }
}
