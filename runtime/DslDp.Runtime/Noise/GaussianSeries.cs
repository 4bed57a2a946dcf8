using System.Runtime.CompilerServices;

namespace DslDp.Noise;

/// <summary>
/// What the transform of Box and Muller needs of uniform bits, on the arguments that occur there and on no others: .NET's own
/// functions of vectors take any argument, and took most of the time of a step of a large model. The polynomials are those with the
/// smallest greatest relative error on their intervals (Remez 1934).
/// </summary>
/// <typeparam name="TNumbers">The vector.</typeparam>
internal static class GaussianSeries<TNumbers>
    where TNumbers : struct, INumbers<TNumbers>
{
    private const int BitsDropped = 64 - 53, MantissaBits = 52;

    /// <summary>53 uniform bits as a number in (0, 1], so that its logarithm is finite.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TNumbers Uniform(TNumbers bits) => (bits >>> BitsDropped).PlusInteger(TNumbers.OfBits(1)).ToNumbers() * TNumbers.Of(1.0 / (1L << 53));

    /// <summary>
    /// −2 ln u for u in [2⁻⁵³, 1]: u = 2ᵏ·m with m between √½ and √2, and ln m = 2 artanh s = 2(s + s³/3 + …) with
    /// s = (m − 1)/(m + 1), |s| ≤ 0.172. The relative error of the polynomial is below 3·10⁻¹⁴, near u = 1 too.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TNumbers SquaredLength(TNumbers u)
    {
        const ulong squareRootOfHalf = 0x3FE6_A09E_667F_3BCD, offset = 64UL << MantissaBits;
        var shifted = u.MinusInteger(TNumbers.OfBits(squareRootOfHalf - offset));
        var exponent = (shifted >>> MantissaBits).ToNumbers() - TNumbers.Of(64);
        var m = u.MinusInteger((shifted & TNumbers.OfBits(ulong.MaxValue << MantissaBits)).MinusInteger(TNumbers.OfBits(offset)));

        var s = (m - TNumbers.Of(1)) / (m + TNumbers.Of(1));
        var z = s * s;
        var series = Polynomial(z, TNumbers.Of(-4 * 0.09791804783194157), -4 * 0.11088113694384379, -4 * 0.14286054103560533, -4 * 0.1999999781551901, -4 * 0.3333333333788667, -4);
        return TNumbers.MultiplyAdd(exponent, TNumbers.Of(-2 * 0.693147180559945309), s * series);
    }

    /// <summary>
    /// A uniform point on the unit circle: 50 bits choose an angle below π/4, three more the octant. The polynomials of sine and
    /// cosine are off by less than 10⁻¹⁴ of the result.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (TNumbers Cosine, TNumbers Sine) OnCircle(TNumbers bits)
    {
        var angle = ((bits << 3) >>> (BitsDropped + 3)).ToNumbers() * TNumbers.Of(Math.PI / 4 / (1L << 50));
        var z = angle * angle;
        var sine = angle * Polynomial(z, TNumbers.Of(-2.4760454525209787e-08), 2.755533965578358e-06, -0.00019841263728630245, 0.008333333325077763, -0.1666666666663035, 1);
        var high = TNumbers.MultiplyAdd(TNumbers.Of(2.0630636451863792e-09), z, TNumbers.Of(-2.755524240959786e-07));
        var cosine = Polynomial(z, high, 2.4801578649352797e-05, -0.001388888887059169, 0.04166666666648785, -0.4999999999999941, 1);

        var swapped = bits << 2;
        var signBit = TNumbers.OfBits(1UL << 63);
        return (swapped.Select(sine, cosine) ^ (bits & signBit), swapped.Select(cosine, sine) ^ ((bits << 1) & signBit));
    }

    /// <summary>A polynomial by Horner's rule, the highest coefficient first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TNumbers Polynomial(TNumbers z, TNumbers c5, double c4, double c3, double c2, double c1, double c0)
    {
        var sum = TNumbers.MultiplyAdd(c5, z, TNumbers.Of(c4));
        sum = TNumbers.MultiplyAdd(sum, z, TNumbers.Of(c3));
        sum = TNumbers.MultiplyAdd(sum, z, TNumbers.Of(c2));
        sum = TNumbers.MultiplyAdd(sum, z, TNumbers.Of(c1));
        return TNumbers.MultiplyAdd(sum, z, TNumbers.Of(c0));
    }
}
