using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DslDp.Noise;

/// <summary>
/// Pairs of independent Gaussian numbers from pairs of uniform ones: r·cos φ and r·sin φ with r = √(−2 ln u) and φ uniform on the
/// circle (Box and Muller 1958). In double precision, both by series that are exact to 10⁻¹³ of the result.
/// </summary>
/// <param name="capacity">The most entries that are served at once; buffers are kept for so many.</param>
internal sealed class BoxMuller(int capacity)
{
    // Half of the entries get the cosines, the other half the sines; whole vectors, so that no tail needs code of its own.
    private readonly ulong[] bits = new ulong[2 * WholeVectors((capacity + 1) / 2)];
    private readonly double[] cosines = new double[WholeVectors((capacity + 1) / 2)];
    private readonly double[] sines = new double[WholeVectors((capacity + 1) / 2)];

    /// <summary>Adds independent Gaussian noise of mean 0 to every entry.</summary>
    public void AddTo(Span<float> entries, double standardDeviation, IRandomBytes random)
    {
        for (var start = 0; start < entries.Length; start += capacity)
            AddToPart(entries.Slice(start, Math.Min(capacity, entries.Length - start)), standardDeviation, random);
    }

    private void AddToPart(Span<float> entries, double standardDeviation, IRandomBytes random)
    {
        var pairs = (entries.Length + 1) / 2;
        random.Fill(MemoryMarshal.AsBytes(bits.AsSpan(0, 2 * WholeVectors(pairs))));
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
            var u = GaussianSeries.Uniform(new Vector<ulong>(bits, i));
            var length = Vector.SquareRoot(GaussianSeries.Logarithm(u) * -2) * standardDeviation;
            var (cosine, sine) = GaussianSeries.OnCircle(new Vector<ulong>(bits, pairs + i));
            (length * cosine).CopyTo(cosines, i);
            (length * sine).CopyTo(sines, i);
        }
    }

    // Each entry is rounded to 32 bits once, with its noise in it.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Add(Span<float> entries, double[] noise)
    {
        var i = 0;
        for (; i + Vector<float>.Count <= entries.Length; i += Vector<float>.Count)
        {
            var part = entries.Slice(i, Vector<float>.Count);
            Vector.Widen(new Vector<float>(part), out var low, out var high);
            Vector.Narrow(low + new Vector<double>(noise, i), high + new Vector<double>(noise, i + Vector<double>.Count)).CopyTo(part);
        }
        for (; i < entries.Length; i++)
            entries[i] = (float)(entries[i] + noise[i]);
    }

    private static int WholeVectors(int count) => (count + Vector<double>.Count - 1) / Vector<double>.Count * Vector<double>.Count;
}
