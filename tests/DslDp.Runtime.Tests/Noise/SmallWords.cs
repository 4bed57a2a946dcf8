using System.Runtime.InteropServices;
using DslDp.Noise;

namespace DslDp.Runtime.Tests.Noise;

/// <summary>Words of which two in three begin with 16 zeros, and one in three with more.</summary>
internal sealed class SmallWords(IRandomBytes bits) : IRandomBytes
{
    private int drawn;

    public void Fill(Span<byte> buffer)
    {
        bits.Fill(buffer);
        foreach (ref var word in MemoryMarshal.Cast<byte, ulong>(buffer))
            word >>= (drawn++ % 3) * 16;
    }
}
