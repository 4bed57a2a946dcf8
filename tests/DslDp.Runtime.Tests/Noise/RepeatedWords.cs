using System.Buffers.Binary;
using DslDp.Noise;

namespace DslDp.Runtime.Tests.Noise;

/// <summary>One word again and again in the first half of a buffer, another in the second.</summary>
internal sealed class RepeatedWords(ulong first, ulong second) : IRandomBytes
{
    public void Fill(Span<byte> buffer)
    {
        for (var start = 0; start < buffer.Length; start += sizeof(ulong))
            BinaryPrimitives.WriteUInt64LittleEndian(buffer[start..], start < buffer.Length / 2 ? first : second);
    }
}
