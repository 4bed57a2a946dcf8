using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using System.Security.Cryptography;
using Aes = System.Runtime.Intrinsics.X86.Aes;

namespace DslDp.Noise;

/// <summary>
/// A cryptographic stream: AES-128 (FIPS 197) in counter mode (NIST SP 800-38A, section 6.5), by the processor's own instructions, eight
/// blocks at once. The key is erased with the stream, so that what is in memory later does not tell what was drawn. Serves one thread at a
/// time.
/// </summary>
internal sealed unsafe class AesCounterStream : IKeyedStream
{
    private const int BlockLength = 16, BytesAtOnce = 8 * BlockLength;
    private readonly Vector128<byte>[] roundKeys = new Vector128<byte>[AesRoundKeys.Rounds + 1];

    // The standard counts from the last byte of a block, the processor from the first: the block is held turned round.
    private Vector128<ulong> counter;

    /// <summary>Whether this processor has the instructions.</summary>
    public static bool IsSupported => Aes.IsSupported && Ssse3.IsSupported;

    // Half of the bytes are the cipher's key. The other half are the block that is counted from: secret too.
    public void Start(ReadOnlySpan<byte> key)
    {
        AesRoundKeys.Expand(Vector128.Create(key[..BlockLength]), roundKeys);
        counter = Turned(Vector128.Create(key[BlockLength..(2 * BlockLength)])).AsUInt64();
    }

    [SkipLocalsInit]
    public void Fill(Span<byte> buffer)
    {
        var whole = buffer.Length / BytesAtOnce * BytesAtOnce;
        FillWhole(buffer[..whole]);
        if (whole < buffer.Length)
        {
            Span<byte> blocks = stackalloc byte[BytesAtOnce];
            FillWhole(blocks);
            blocks[..(buffer.Length - whole)].CopyTo(buffer[whole..]);
            CryptographicOperations.ZeroMemory(blocks);
        }
    }

    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(roundKeys.AsSpan()));
        counter = default;
    }

    // The last eight bytes are counted modulo 2⁶⁴: no block comes twice.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void FillWhole(Span<byte> buffer)
    {
        var next = counter;
        fixed (byte* to = buffer)
        fixed (Vector128<byte>* keys = roundKeys)
        {
            for (var at = 0; at < buffer.Length; at += BytesAtOnce)
            {
                var b0 = Turned(next.AsByte()) ^ keys[0];
                var b1 = Turned((next + Vector128.Create(1UL, 0)).AsByte()) ^ keys[0];
                var b2 = Turned((next + Vector128.Create(2UL, 0)).AsByte()) ^ keys[0];
                var b3 = Turned((next + Vector128.Create(3UL, 0)).AsByte()) ^ keys[0];
                var b4 = Turned((next + Vector128.Create(4UL, 0)).AsByte()) ^ keys[0];
                var b5 = Turned((next + Vector128.Create(5UL, 0)).AsByte()) ^ keys[0];
                var b6 = Turned((next + Vector128.Create(6UL, 0)).AsByte()) ^ keys[0];
                var b7 = Turned((next + Vector128.Create(7UL, 0)).AsByte()) ^ keys[0];
                next += Vector128.Create(8UL, 0);
                Round(keys[1]);
                Round(keys[2]);
                Round(keys[3]);
                Round(keys[4]);
                Round(keys[5]);
                Round(keys[6]);
                Round(keys[7]);
                Round(keys[8]);
                Round(keys[9]);
                [MethodImpl(MethodImplOptions.AggressiveInlining)]
                void Round(Vector128<byte> key)
                {
                    (b0, b1, b2, b3) = (Aes.Encrypt(b0, key), Aes.Encrypt(b1, key), Aes.Encrypt(b2, key), Aes.Encrypt(b3, key));
                    (b4, b5, b6, b7) = (Aes.Encrypt(b4, key), Aes.Encrypt(b5, key), Aes.Encrypt(b6, key), Aes.Encrypt(b7, key));
                }

                var last = keys[AesRoundKeys.Rounds];
                Aes.EncryptLast(b0, last).Store(to + at);
                Aes.EncryptLast(b1, last).Store(to + at + BlockLength);
                Aes.EncryptLast(b2, last).Store(to + at + (2 * BlockLength));
                Aes.EncryptLast(b3, last).Store(to + at + (3 * BlockLength));
                Aes.EncryptLast(b4, last).Store(to + at + (4 * BlockLength));
                Aes.EncryptLast(b5, last).Store(to + at + (5 * BlockLength));
                Aes.EncryptLast(b6, last).Store(to + at + (6 * BlockLength));
                Aes.EncryptLast(b7, last).Store(to + at + (7 * BlockLength));
            }
        }
        counter = next;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Turned(Vector128<byte> block) => Ssse3.Shuffle(block, Vector128.Create((byte)15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0));
}
