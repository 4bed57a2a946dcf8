using System.Globalization;
using System.Runtime.InteropServices;
using DslDp.Noise;

namespace DslDp.Runtime.Tests.Noise;

public class ChaCha20Tests
{
    // RFC 8439, appendix A.1, test vectors 1 and 2: key and nonce of zeros, blocks 0 and 1.
    private static readonly string[] Blocks =
    [
        "76b8e0ada0f13d90405d6ae55386bd28bdd219b8a08ded1aa836efcc8b770dc7da41597c5157488d7724e03fb8d84a376a43b8f41518a11cc387b669b2ee6586",
        "9f07e7be5551387a98ba977c732d080dcb0f29a048e3656912c6533e32ee7aed29b721769ce64e43d57133b074d839d531ed1f28510afb45ace10a1f4b794d6f",
    ];

    [Fact]
    public void Blocks_are_those_of_the_standard()
    {
        AssertBlocks<SixteenLanes>();
        AssertBlocks<PortableLanes>();
    }

    // Test vector 3: the last byte of the key is 1.
    [Fact]
    public void The_key_counts() => Assert.StartsWith("3aeb5224ecf849929b9d828db1ced4dd", Block<PortableLanes>([0, 0, 0, 0, 0, 0, 0, 0x01000000], 1, 0), StringComparison.Ordinal);

    [Fact]
    public void Wide_and_portable_vectors_make_the_same_blocks()
    {
        uint[] key = [1, 2, 3, 4, 5, 6, 7, 8];
        for (var block = 0; block < PortableLanes.Count; block++)
            Assert.Equal(Block<PortableLanes>(key, 7UL << 32, block), Block<SixteenLanes>(key, 7UL << 32, block));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(4096)]
    [InlineData(5000)]
    public void Buffers_are_filled_to_the_end_and_never_the_same(int length)
    {
        using var stream = new ChaCha20Stream();
        stream.Start(Enumerable.Range(1, SecretStream.KeyLength).Select(i => (byte)i).ToArray());
        var (first, second) = (new byte[length], new byte[length]);
        stream.Fill(first);
        stream.Fill(second);

        // A byte is 0 with probability 1/256: a third of 5 bytes or more with probability below 10⁻⁶.
        Assert.True(first.Count(b => b == 0) <= length / 3);
        Assert.True(length == 0 || !first.AsSpan().SequenceEqual(second));
    }

    [Fact]
    public void Streams_of_one_key_are_the_same_and_of_others_are_not()
    {
        using var stream = new ChaCha20Stream();
        byte[] Drawn(byte lastOfKey)
        {
            stream.Start([.. new byte[SecretStream.KeyLength - 1], lastOfKey]);
            var bytes = new byte[5000];
            stream.Fill(bytes);
            return bytes;
        }
        var (one, again, other) = (Drawn(0), Drawn(0), Drawn(1));

        Assert.Equal(one, again);
        Assert.InRange(one.Zip(other, (x, y) => x == y ? 1 : 0).Sum(), 0, 60);
    }

    private static void AssertBlocks<TLanes>()
        where TLanes : struct, ILanes<TLanes>
    {
        for (var block = 0; block < Blocks.Length; block++)
            Assert.Equal(Blocks[block], Block<TLanes>(new uint[8], 0, block));
    }

    private static string Block<TLanes>(uint[] key, ulong counter, int block)
        where TLanes : struct, ILanes<TLanes>
    {
        var words = new uint[ChaCha20Blocks<TLanes>.WordsAtOnce];
        ChaCha20Blocks<TLanes>.Fill(key, counter, words);
        uint[] own = [.. Enumerable.Range(0, 16).Select(word => words[(word * TLanes.Count) + block])];
        return Convert.ToHexString(MemoryMarshal.AsBytes(own.AsSpan())).ToLower(CultureInfo.InvariantCulture);
    }
}
