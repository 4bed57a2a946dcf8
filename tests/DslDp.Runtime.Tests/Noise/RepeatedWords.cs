using System.Buffers.Binary;
using DslDp.Noise;

namespace DslDp.Runtime.Tests.Noise;

/// <summary>One word again and again in the first buffer that is filled, another in the second.</summary>
internal sealed class RepeatedWords(params ulong[] words) : IRandomBytes
{
    private int fills;

    public void Fill(Span<byte> buffer)
    {
        var word = words[fills++];
        for (var start = 0; start < buffer.Length; start += sizeof(ulong))
            BinaryPrimitives.WriteUInt64LittleEndian(buffer[start..], word);
    }
}
