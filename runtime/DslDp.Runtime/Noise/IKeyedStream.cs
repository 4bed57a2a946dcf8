namespace DslDp.Noise;

/// <summary>Random bits from a key, which is erased when the stream starts anew or is disposed of.</summary>
internal interface IKeyedStream : IRandomBytes, IDisposable
{
    /// <summary>Starts the stream of a key.</summary>
    /// <param name="key">Random bytes that serve no other stream: <see cref="SecretStream.KeyLength"/>.</param>
    void Start(ReadOnlySpan<byte> key);
}
