using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;

namespace DslDp.Noise;

/// <summary>
/// A cryptographic stream: ChaCha20 (RFC 8439) under a key from the operating system's generator, several blocks at once. After every
/// buffer the key is replaced by a part of the stream that is given to nobody (Bernstein 2017, “Fast-key-erasure random-number
/// generators”), so that what is in memory later does not tell what was drawn before. Serves one thread at a time.
/// </summary>
internal sealed class ChaCha20RandomBytes : IRandomBytes
{
    private static readonly bool IsWide = Vector512.IsHardwareAccelerated;
    private readonly uint[] key = new uint[8];
    private readonly uint[] rest = new uint[IsWide ? ChaCha20Blocks<SixteenLanes>.WordsAtOnce : ChaCha20Blocks<PortableLanes>.WordsAtOnce];

    /// <summary>Draws a key.</summary>
    public ChaCha20RandomBytes() => RandomNumberGenerator.Fill(MemoryMarshal.AsBytes(key.AsSpan()));

    public void Fill(Span<byte> buffer)
    {
        var counter = 0UL;
        for (; buffer.Length >= rest.Length * sizeof(uint); buffer = buffer[(rest.Length * sizeof(uint))..])
            Next(ref counter, MemoryMarshal.Cast<byte, uint>(buffer));
        if (buffer.Length > 0)
        {
            Next(ref counter, rest);
            MemoryMarshal.AsBytes(rest.AsSpan())[..buffer.Length].CopyTo(buffer);
        }
        Next(ref counter, rest);
        rest.AsSpan(0, key.Length).CopyTo(key);
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(rest.AsSpan()));
    }

    private void Next(ref ulong counter, Span<uint> words)
    {
        if (IsWide)
            ChaCha20Blocks<SixteenLanes>.Fill(key, counter, words);
        else
            ChaCha20Blocks<PortableLanes>.Fill(key, counter, words);
        counter += (ulong)rest.Length / 16;
    }
}
