using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;

namespace DslDp.Noise;

/// <summary>
/// A cryptographic stream: ChaCha20 (RFC 8439) under a key, several blocks at once. The key is erased with the stream, so that what is
/// in memory later does not tell what was drawn. Serves one thread at a time.
/// </summary>
internal sealed class ChaCha20Stream : IKeyedStream
{
    private readonly uint[] key = new uint[SecretStream.KeyLength / sizeof(uint)];
    private ulong counter;

    public void Start(ReadOnlySpan<byte> key)
    {
        MemoryMarshal.Cast<byte, uint>(key[..SecretStream.KeyLength]).CopyTo(this.key);
        counter = 0;
    }

    [SkipLocalsInit]
    public void Fill(Span<byte> buffer)
    {
        Span<uint> blocks = stackalloc uint[WordsAtOnce];
        var bytes = MemoryMarshal.AsBytes(blocks);
        for (; buffer.Length >= bytes.Length; buffer = buffer[bytes.Length..])
            Next(MemoryMarshal.Cast<byte, uint>(buffer));
        if (buffer.Length > 0)
        {
            Next(blocks);
            bytes[..buffer.Length].CopyTo(buffer);
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    public void Dispose() => CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(key.AsSpan()));

    private static int WordsAtOnce => Vector512.IsHardwareAccelerated ? ChaCha20Blocks<SixteenLanes>.WordsAtOnce : ChaCha20Blocks<PortableLanes>.WordsAtOnce;

    private void Next(Span<uint> words)
    {
        if (Vector512.IsHardwareAccelerated)
            ChaCha20Blocks<SixteenLanes>.Fill(key, counter, words);
        else
            ChaCha20Blocks<PortableLanes>.Fill(key, counter, words);
        counter += (ulong)WordsAtOnce / 16;
    }
}
