using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using DslDp.Noise;

namespace DslDp.Runtime.Tests.Noise;

public class AesCounterTests
{
    // NIST SP 800-38A, appendix F.5.1: the key, the first counter block and the output blocks of CTR-AES128.
    [AesInstructionsFact]
    public void Blocks_are_those_of_the_standard()
    {
        var key = Convert.FromHexString("2b7e151628aed2a6abf7158809cf4f3c" + "f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff");
        Assert.Equal(
            "ec8cdf7398607cb0f2d21675ea9ea1e4" + "362b7c3c6773516318a077d7fc5073ae" + "6a2cc3787889374fbeb4c81b17ba6c44" + "e89c399ff0f198c6d40a31db156cabfe",
            Convert.ToHexString(Drawn(key, 64)).ToLower(CultureInfo.InvariantCulture));
    }

    // FIPS 197, appendix C.1: one block.
    [AesInstructionsFact]
    public void The_cipher_is_that_of_the_standard()
    {
        var key = Convert.FromHexString("000102030405060708090a0b0c0d0e0f" + "00112233445566778899aabbccddeeff");
        Assert.Equal("69c4e0d86a7b0430d8cdb78070b4c55a", Convert.ToHexString(Drawn(key, 16)).ToLower(CultureInfo.InvariantCulture));
    }

    // .NET's own cipher on the counted blocks, the last eight bytes of which are all ones soon after the start.
    [AesInstructionsFact]
    public void Long_streams_are_the_cipher_of_the_counted_blocks()
    {
        byte[] key = [.. Enumerable.Range(0, SecretStream.KeyLength).Select(i => (byte)(7 * i))];
        BinaryPrimitives.WriteUInt64BigEndian(key.AsSpan(24), ulong.MaxValue - 20);
        var blocks = new byte[5000];
        for (var block = 0; block < blocks.Length / 16; block++)
        {
            key.AsSpan(16, 8).CopyTo(blocks.AsSpan(block * 16));
            BinaryPrimitives.WriteUInt64BigEndian(blocks.AsSpan((block * 16) + 8), unchecked(ulong.MaxValue - 20 + (ulong)block));
        }
        using var cipher = Aes.Create();
        cipher.Key = key[..16];
        var whole = blocks.Length / 16 * 16;

        Assert.Equal(cipher.EncryptEcb(blocks.AsSpan(0, whole), PaddingMode.None), Drawn(key, blocks.Length)[..whole]);
    }

    [AesInstructionsFact]
    public void Buffers_are_filled_to_the_end_and_never_the_same()
    {
        foreach (var length in new[] { 0, 5, 128, 4096, 5000 })
        {
            using var stream = new AesCounterStream();
            stream.Start(new byte[SecretStream.KeyLength]);
            var (first, second) = (new byte[length], new byte[length]);
            stream.Fill(first);
            stream.Fill(second);

            // A byte is 0 with probability 1/256.
            Assert.True(first.Count(b => b == 0) <= length / 3);
            Assert.True(length == 0 || !first.AsSpan().SequenceEqual(second));
        }
    }

    private static byte[] Drawn(byte[] key, int length)
    {
        using var stream = new AesCounterStream();
        stream.Start(key);
        var bytes = new byte[length];
        stream.Fill(bytes);
        return bytes;
    }
}
