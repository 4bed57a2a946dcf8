using System.Security.Cryptography;

namespace DslDp.Noise;

/// <summary>The cryptographic random number generator of the operating system: no seed, nothing to store, nothing to repeat.</summary>
internal sealed class OperatingSystemRandomBytes : IRandomBytes
{
    public static OperatingSystemRandomBytes Instance { get; } = new();

    public void Fill(Span<byte> buffer) => RandomNumberGenerator.Fill(buffer);
}
