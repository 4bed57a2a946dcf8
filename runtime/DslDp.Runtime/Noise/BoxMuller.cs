using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DslDp.Noise;

/// <summary>
/// Pairs of independent Gaussian numbers from pairs of uniform ones: r·cos φ and r·sin φ with r = √(−2 ln u) and φ = 2πv
/// (Box and Muller 1958).
/// </summary>
/// <param name="capacity">The most entries that are served at once; buffers are kept for so many.</param>
internal sealed class BoxMuller(int capacity)
{
    private const int BitsDropped = 64 - 53;
    private const double Step = 1.0 / (1L << 53);

    // Half of the entries get the cosines, the other half the sines; whole vectors, so that no tail needs code of its own.
    private readonly ulong[] lengthBits = new ulong[WholeVectors((capacity + 1) / 2)];
    private readonly ulong[] angleBits = new ulong[WholeVectors((capacity + 1) / 2)];
    private readonly double[] cosines = new double[WholeVectors((capacity + 1) / 2)];
    private readonly double[] sines = new double[WholeVectors((capacity + 1) / 2)];

    /// <summary>Adds independent Gaussian noise of mean 0 to every entry.</summary>
    public void AddTo(Span<float> entries, double standardDeviation, IRandomBytes random)
    {
        var pairs = (entries.Length + 1) / 2;
        random.Fill(MemoryMarshal.AsBytes(lengthBits.AsSpan(0, WholeVectors(pairs))));
        random.Fill(MemoryMarshal.AsBytes(angleBits.AsSpan(0, WholeVectors(pairs))));
        Transform(WholeVectors(pairs), standardDeviation);
        Add(entries[..pairs], cosines);
        Add(entries[pairs..], sines);
    }

    // Optimised from the first call: the noise of a short run would else be made by unoptimised code.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Transform(int pairs, double standardDeviation)
    {
        for (var i = 0; i < pairs; i += Vector<double>.Count)
        {
            // u in (0, 1], so that its logarithm is finite; v in [0, 1).
            var u = (Uniform53Bits(lengthBits, i) + Vector<double>.One) * Step;
            var angle = Uniform53Bits(angleBits, i) * (Step * 2 * Math.PI);
            var length = Vector.SquareRoot(Vector.Log(u) * -2) * standardDeviation;
            var (sine, cosine) = Vector.SinCos(angle);
            (length * cosine).CopyTo(cosines, i);
            (length * sine).CopyTo(sines, i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Add(Span<float> entries, double[] noise)
    {
        for (var i = 0; i < entries.Length; i++)
            entries[i] = (float)(entries[i] + noise[i]);
    }

    private static Vector<double> Uniform53Bits(ulong[] bits, int start) =>
        Vector.ConvertToDouble(Vector.ShiftRightLogical(new Vector<ulong>(bits, start), BitsDropped));

    private static int WholeVectors(int count) => (count + Vector<double>.Count - 1) / Vector<double>.Count * Vector<double>.Count;
}
