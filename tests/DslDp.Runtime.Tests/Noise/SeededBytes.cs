using DslDp.Noise;

namespace DslDp.Runtime.Tests.Noise;

/// <summary>Bytes that a seed repeats: for tests alone, and not part of the product.</summary>
internal sealed class SeededBytes(int seed) : IRandomBytes
{
    private readonly Random random = new(seed);

    public void Fill(Span<byte> buffer) => random.NextBytes(buffer);
}
