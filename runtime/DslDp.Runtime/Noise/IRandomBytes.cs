namespace DslDp.Noise;

/// <summary>Where random bits come from.</summary>
internal interface IRandomBytes
{
    /// <summary>Fills the buffer with independent, uniformly distributed bytes.</summary>
    void Fill(Span<byte> buffer);
}
