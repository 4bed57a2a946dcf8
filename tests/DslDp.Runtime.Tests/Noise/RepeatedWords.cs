using System.Runtime.InteropServices;
using DslDp.Noise;

namespace DslDp.Runtime.Tests.Noise;

/// <summary>One word again and again.</summary>
internal sealed class RepeatedWords(ulong word) : IRandomBytes
{
    public void Fill(Span<byte> buffer) => MemoryMarshal.Cast<byte, ulong>(buffer).Fill(word);
}
