namespace DslDp.Noise;

/// <summary>Streams of random bits under secret keys: AES-128 where the processor has instructions for it, which is faster there, else ChaCha20.</summary>
internal static class SecretStream
{
    /// <summary>Bytes of a key.</summary>
    public const int KeyLength = 32;

    /// <summary>The cipher on this processor.</summary>
    public static string Cipher => AesCounterStream.IsSupported ? "AES-128 in counter mode" : "ChaCha20";

    /// <summary>A stream that waits for its key.</summary>
    public static IKeyedStream Create() => AesCounterStream.IsSupported ? new AesCounterStream() : new ChaCha20Stream();
}
