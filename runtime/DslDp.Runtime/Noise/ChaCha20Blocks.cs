using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DslDp.Noise;

/// <summary>The block function of ChaCha20 (RFC 8439, section 2.3), on as many blocks at once as a vector has words.</summary>
/// <typeparam name="TLanes">The vector.</typeparam>
internal static unsafe class ChaCha20Blocks<TLanes>
    where TLanes : struct, ILanes<TLanes>
{
    /// <summary>Words that one call makes.</summary>
    public static int WordsAtOnce => 16 * TLanes.Count;

    /// <summary>
    /// Fills the words with blocks of consecutive numbers: first the first word of each block, then the second of each, and so on.
    /// </summary>
    /// <param name="key">256 bits.</param>
    /// <param name="counter">The number of the first block; its upper half is the first word of the nonce, whose others are 0.</param>
    /// <param name="to"><see cref="WordsAtOnce"/> words.</param>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Fill(ReadOnlySpan<uint> key, ulong counter, Span<uint> to)
    {
        TLanes s4 = TLanes.Of(key[0]), s5 = TLanes.Of(key[1]), s6 = TLanes.Of(key[2]), s7 = TLanes.Of(key[3]);
        TLanes s8 = TLanes.Of(key[4]), s9 = TLanes.Of(key[5]), s10 = TLanes.Of(key[6]), s11 = TLanes.Of(key[7]);
        TLanes s12 = TLanes.Of((uint)counter) + TLanes.Numbered, s13 = TLanes.Of((uint)(counter >> 32));
        TLanes x0 = TLanes.Of(0x61707865), x1 = TLanes.Of(0x3320646e), x2 = TLanes.Of(0x79622d32), x3 = TLanes.Of(0x6b206574);
        TLanes x4 = s4, x5 = s5, x6 = s6, x7 = s7, x8 = s8, x9 = s9, x10 = s10, x11 = s11, x12 = s12, x13 = s13, x14 = TLanes.Of(0), x15 = TLanes.Of(0);
        for (var round = 0; round < 20; round += 2)
        {
            Quarter(ref x0, ref x4, ref x8, ref x12);
            Quarter(ref x1, ref x5, ref x9, ref x13);
            Quarter(ref x2, ref x6, ref x10, ref x14);
            Quarter(ref x3, ref x7, ref x11, ref x15);
            Quarter(ref x0, ref x5, ref x10, ref x15);
            Quarter(ref x1, ref x6, ref x11, ref x12);
            Quarter(ref x2, ref x7, ref x8, ref x13);
            Quarter(ref x3, ref x4, ref x9, ref x14);
        }
        fixed (uint* words = &MemoryMarshal.GetReference(to[..WordsAtOnce]))
        {
            var n = TLanes.Count;
            (x0 + TLanes.Of(0x61707865)).Store(words);
            (x1 + TLanes.Of(0x3320646e)).Store(words + n);
            (x2 + TLanes.Of(0x79622d32)).Store(words + (2 * n));
            (x3 + TLanes.Of(0x6b206574)).Store(words + (3 * n));
            (x4 + s4).Store(words + (4 * n));
            (x5 + s5).Store(words + (5 * n));
            (x6 + s6).Store(words + (6 * n));
            (x7 + s7).Store(words + (7 * n));
            (x8 + s8).Store(words + (8 * n));
            (x9 + s9).Store(words + (9 * n));
            (x10 + s10).Store(words + (10 * n));
            (x11 + s11).Store(words + (11 * n));
            (x12 + s12).Store(words + (12 * n));
            (x13 + s13).Store(words + (13 * n));
            x14.Store(words + (14 * n));
            x15.Store(words + (15 * n));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Quarter(ref TLanes a, ref TLanes b, ref TLanes c, ref TLanes d)
    {
        a += b;
        d = (d ^ a).Rotated(16);
        c += d;
        b = (b ^ c).Rotated(12);
        a += b;
        d = (d ^ a).Rotated(8);
        c += d;
        b = (b ^ c).Rotated(7);
    }
}
