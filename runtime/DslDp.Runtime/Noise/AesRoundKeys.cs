using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace DslDp.Noise;

/// <summary>The keys of the rounds of AES-128 (FIPS 197, section 5.2).</summary>
internal static class AesRoundKeys
{
    /// <summary>Rounds after the first key was added.</summary>
    public const int Rounds = 10;

    /// <summary>Makes the keys of the rounds.</summary>
    /// <param name="key">The cipher's key.</param>
    /// <param name="keys">Where to: one more than there are rounds.</param>
    public static void Expand(Vector128<byte> key, Span<Vector128<byte>> keys)
    {
        keys[0] = key;
        keys[1] = Next(keys[0], 0x01);
        keys[2] = Next(keys[1], 0x02);
        keys[3] = Next(keys[2], 0x04);
        keys[4] = Next(keys[3], 0x08);
        keys[5] = Next(keys[4], 0x10);
        keys[6] = Next(keys[5], 0x20);
        keys[7] = Next(keys[6], 0x40);
        keys[8] = Next(keys[7], 0x80);
        keys[9] = Next(keys[8], 0x1B);
        keys[10] = Next(keys[9], 0x36);
    }

    // Each word is the exclusive or of the words before it and of the last one, turned and substituted.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Next(Vector128<byte> key, [ConstantExpected] byte constant)
    {
        var substituted = Sse2.Shuffle(Aes.KeygenAssist(key, constant).AsUInt32(), 0xFF).AsByte();
        key ^= Sse2.ShiftLeftLogical128BitLane(key, 4);
        key ^= Sse2.ShiftLeftLogical128BitLane(key, 8);
        return key ^ substituted;
    }
}
