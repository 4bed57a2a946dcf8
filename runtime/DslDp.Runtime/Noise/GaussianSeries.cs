using System.Numerics;
using System.Runtime.CompilerServices;

namespace DslDp.Noise;

/// <summary>
/// What the transform of Box and Muller needs of uniform bits, on the arguments that occur there and on no others: .NET's own
/// functions of vectors take any argument, and took most of the time of a step of a large model.
/// </summary>
internal static class GaussianSeries
{
    private const int BitsDropped = 64 - 53;

    // A double of this exponent holds an integer below 2⁵² in its last bits: to convert is to put the bits there.
    private const ulong IntegerBits = 0x4330_0000_0000_0000;
    private const double IntegerOffset = 1L << 52;

    /// <summary>53 uniform bits as a number in (0, 1], so that its logarithm is finite.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> Uniform(Vector<ulong> bits)
    {
        var high = ToDouble(bits >>> 32);
        var low = ToDouble((bits & new Vector<ulong>(uint.MaxValue)) >>> BitsDropped);
        return ((high * (1L << (32 - BitsDropped))) + (low + Vector<double>.One)) * (1.0 / (1L << 53));
    }

    /// <summary>
    /// ln u for u in [2⁻⁵³, 1]: u = 2ᵏ·m with m between √½ and √2, and ln m = 2 artanh s = 2(s + s³/3 + s⁵/5 + …) with
    /// s = (m − 1)/(m + 1), |s| ≤ 0.172. The relative error of the series is below 4·10⁻¹⁴, near u = 1 too.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> Logarithm(Vector<double> u)
    {
        const ulong squareRootOfHalf = 0x3FE6_A09E_667F_3BCD, bias = 64UL << 52;
        var bits = Vector.AsVectorUInt64(u);
        var shifted = bits - new Vector<ulong>(squareRootOfHalf) + new Vector<ulong>(bias);
        var exponent = ToDouble(shifted >>> 52) - new Vector<double>(64);
        var m = Vector.AsVectorDouble(bits - ((shifted & new Vector<ulong>(0xFFF0_0000_0000_0000)) - new Vector<ulong>(bias)));

        var s = (m - Vector<double>.One) / (m + Vector<double>.One);
        var z = s * s;
        var series = Polynomial(z, 1.0 / 15, 1.0 / 13, 1.0 / 11, 1.0 / 9, 1.0 / 7, 1.0 / 5, 1.0 / 3, 1);
        return Vector.MultiplyAddEstimate(exponent, new Vector<double>(0.693147180559945309), (s + s) * series);
    }

    /// <summary>
    /// A uniform point on the unit circle: 50 bits choose an angle below π/4, three more the octant. The series of sine and
    /// cosine are off by less than 10⁻¹⁴.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector<double> Cosine, Vector<double> Sine) OnCircle(Vector<ulong> bits)
    {
        var high = ToDouble((bits >>> 32) & new Vector<ulong>((1UL << 29) - 1));
        var low = ToDouble((bits & new Vector<ulong>(uint.MaxValue)) >>> BitsDropped);
        var angle = ((high * (1L << (32 - BitsDropped))) + low) * (Math.PI / 4 / (1L << 50));
        var z = angle * angle;
        var sine = angle * Polynomial(z, -1 / 1307674368000.0, 1 / 6227020800.0, -1 / 39916800.0, 1 / 362880.0, -1 / 5040.0, 1 / 120.0, -1 / 6.0, 1);
        var cosine = Polynomial(z, -1 / 87178291200.0, 1 / 479001600.0, -1 / 3628800.0, 1 / 40320.0, -1 / 720.0, 1 / 24.0, -1 / 2.0, 1);

        var swapped = Vector.LessThan(Vector.AsVectorInt64(bits << 2), Vector<long>.Zero);
        var signBit = new Vector<ulong>(1UL << 63);
        var first = Vector.AsVectorUInt64(Vector.ConditionalSelect(swapped, sine, cosine)) ^ (bits & signBit);
        var second = Vector.AsVectorUInt64(Vector.ConditionalSelect(swapped, cosine, sine)) ^ ((bits << 1) & signBit);
        return (Vector.AsVectorDouble(first), Vector.AsVectorDouble(second));
    }

    /// <summary>A polynomial by Horner's rule, the highest coefficient first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> Polynomial(Vector<double> z, double c7, double c6, double c5, double c4, double c3, double c2, double c1, double c0)
    {
        var sum = Vector.MultiplyAddEstimate(new Vector<double>(c7), z, new Vector<double>(c6));
        sum = Vector.MultiplyAddEstimate(sum, z, new Vector<double>(c5));
        sum = Vector.MultiplyAddEstimate(sum, z, new Vector<double>(c4));
        sum = Vector.MultiplyAddEstimate(sum, z, new Vector<double>(c3));
        sum = Vector.MultiplyAddEstimate(sum, z, new Vector<double>(c2));
        sum = Vector.MultiplyAddEstimate(sum, z, new Vector<double>(c1));
        return Vector.MultiplyAddEstimate(sum, z, new Vector<double>(c0));
    }

    /// <summary>Integers below 2⁵² as numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> ToDouble(Vector<ulong> integers) =>
        Vector.AsVectorDouble(integers | new Vector<ulong>(IntegerBits)) - new Vector<double>(IntegerOffset);
}
