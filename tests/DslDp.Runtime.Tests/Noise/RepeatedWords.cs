using System.Buffers.Binary;
using DslDp.Noise;

namespace DslDp.Runtime.Tests.Noise;

/// <summary>One word again and again in the first two thirds of a buffer, one of half its size in the last.</summary>
internal sealed class RepeatedWords(ulong word, uint halfWord) : IRandomBytes
{
    public void Fill(Span<byte> buffer)
    {
        var words = buffer.Length / 3 * 2;
        for (var start = 0; start < words; start += sizeof(ulong))
            BinaryPrimitives.WriteUInt64LittleEndian(buffer[start..], word);
        for (var start = words; start < buffer.Length; start += sizeof(uint))
            BinaryPrimitives.WriteUInt32LittleEndian(buffer[start..], halfWord);
    }
}
