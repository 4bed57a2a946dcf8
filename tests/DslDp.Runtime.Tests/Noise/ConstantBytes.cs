using DslDp.Noise;

namespace DslDp.Runtime.Tests.Noise;

/// <summary>The same byte over and over: the ends of the range.</summary>
internal sealed class ConstantBytes(byte value) : IRandomBytes
{
    public void Fill(Span<byte> buffer) => buffer.Fill(value);
}
