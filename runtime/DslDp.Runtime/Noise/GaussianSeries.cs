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

    /// <summary>
    /// −2 ln u for u uniform in (0, 1] in steps of 2⁻⁵³: u = 2ᵏ·m with m between √½ and √2, and ln m = 2 artanh s = 2(s + s³/3 + …) with
    /// s = (m − 1)/(m + 1), |s| ≤ 0.172. The relative error of the polynomial is below 3·10⁻¹⁴, near u = 1 too.
    /// </summary>
    /// <param name="bits">The first 53 bits choose u.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TNumbers SquaredLength(TNumbers bits)
    {
        // Everything counted in steps. In the first bits of two numbers, the difference is that of their exponents.
        const ulong squareRootOfHalf = 0x4336_A09E_667F_3BCD;
        const double one = 1L << 53;
        var steps = (bits >>> BitsDropped).PlusInteger(TNumbers.OfBits(1)).ToNumbers();
        var exponent = steps.MinusInteger(TNumbers.OfBits(squareRootOfHalf)) & TNumbers.OfBits(ulong.MaxValue << MantissaBits);
        var m = steps.MinusInteger(exponent);

        var s = (m - TNumbers.Of(one)) / (m + TNumbers.Of(one));
        var z = s * s;
        var series = Polynomial(z, TNumbers.Of(-4 * 0.09791804783194157), -4 * 0.11088113694384379, -4 * 0.14286054103560533, -4 * 0.1999999781551901);
        series = s * Polynomial(z, series, -4 * 0.3333333333788667, -4);
        return TNumbers.MultiplyAdd(exponent.ToNumbers(), TNumbers.Of(-2 * 0.693147180559945309 / (1L << MantissaBits)), series);
    }

    /// <summary>
    /// One of 2⁴³ points that lie evenly on the unit circle: 41 bits choose an angle between −π/4 and π/4, two more turn and mirror it.
    /// The polynomials of sine and cosine are off by less than 10⁻¹⁴ of the result.
    /// </summary>
    /// <param name="bits">The first 43 bits choose the point; the others are 0.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (TNumbers Cosine, TNumbers Sine) OnCircle(TNumbers bits)
    {
        // With this exponent, the bits are a number between 1 and 2. Angles lie in the middle of their steps, so that no two are the same point.
        const ulong one = 0x3FF0_0000_0000_0000;
        const double middle = 1.5 - (1.0 / (1L << 42));
        var turns = (((bits << 2) >>> (64 - MantissaBits)) ^ TNumbers.OfBits(one)) - TNumbers.Of(middle);
        var angle = turns * TNumbers.Of(Math.PI / 2);

        var z = angle * angle;
        var sine = Polynomial(z, TNumbers.Of(-2.475530795485433e-08), 2.755525256208114e-06, -0.00019841263193757773, 0.008333333323646781);
        sine = angle * Polynomial(z, sine, -0.1666666666661489, 0.9999999999999954);
        var cosine = Polynomial(z, TNumbers.Of(2.062744741814229e-09), -2.755517797977251e-07, 2.4801578148395493e-05, -0.0013888888868721836);
        cosine = Polynomial(z, cosine, 0.041666666666453966, -0.4999999999999915, 1);

        var mirrored = bits << 1;
        var sign = bits & TNumbers.OfBits(1UL << 63);
        return (mirrored.Select(sine, cosine) ^ sign, mirrored.Select(cosine, sine) ^ sign);
    }

    // By Horner's rule: what comes of the higher powers first.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TNumbers Polynomial(TNumbers z, TNumbers higher, double c2, double c1, double c0) =>
        TNumbers.MultiplyAdd(Polynomial(z, higher, c2, c1), z, TNumbers.Of(c0));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TNumbers Polynomial(TNumbers z, TNumbers higher, double c1, double c0) =>
        TNumbers.MultiplyAdd(TNumbers.MultiplyAdd(higher, z, TNumbers.Of(c1)), z, TNumbers.Of(c0));
}
