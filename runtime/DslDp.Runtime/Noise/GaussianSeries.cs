using System.Runtime.CompilerServices;

namespace DslDp.Noise;

/// <summary>
/// What the transform of Box and Muller needs of uniform bits, on the arguments that occur there and on no others: .NET's own
/// functions of vectors take any argument, and took most of the time of a step of a large model. The polynomials are those with the
/// smallest greatest relative error on their intervals (Remez 1934), which tables of sixteen numbers make small.
/// </summary>
/// <typeparam name="TNumbers">The vector.</typeparam>
internal static unsafe class GaussianSeries<TNumbers>
    where TNumbers : struct, INumbers<TNumbers>
{
    /// <summary>Random bits that choose a point on the circle.</summary>
    public const int BitsOfAngle = 43;

    private const int BitsDropped = 64 - 53, MantissaBits = 52, BitsOfSector = 4;

    /// <summary>
    /// −2 ln u for u uniform among the odd multiples of 2⁻⁵³ below 1: u = 2ᵏ·m with m between ¾ and 1½, and −2 ln m = 2 ln c − 2 ln(1 + r) with
    /// r = c·m − 1, |r| ≤ 2⁻⁵. The relative error of the polynomial is below 6·10⁻¹⁴, near u = 1 too, where c is 1.
    /// </summary>
    /// <param name="bits">The first 53 bits choose u.</param>
    /// <param name="tables">The tables.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TNumbers SquaredLength(TNumbers bits, GaussianTables tables)
    {
        // Everything counted in steps. In the first bits of two numbers, the difference is that of their exponents.
        const ulong threeQuarters = 0x4338_0000_0000_0000;
        var steps = ((bits >>> BitsDropped) | TNumbers.OfBits(1)).ToNumbers();
        var exponent = steps.MinusInteger(TNumbers.OfBits(threeQuarters)) & TNumbers.OfBits(ulong.MaxValue << MantissaBits);
        var m = steps.MinusInteger(exponent);

        var place = m >>> (MantissaBits - 4);
        var r = TNumbers.MultiplyAdd(TNumbers.LookUp(tables.Reciprocals, place), m, TNumbers.Of(-1));
        var series = Polynomial(r, TNumbers.Of(-0.2861420086282737), 0.3337610109729085, -0.3999997446447041, 0.4999997911016219);
        series = Polynomial(r, series, -0.6666666667148492, 1.000000000025505, -1.9999999999999987);
        var ofCell = TNumbers.MultiplyAdd(exponent.ToNumbers(), TNumbers.Of(-2 * 0.693147180559945309 / (1L << MantissaBits)), TNumbers.LookUp(tables.Logarithms, place));
        return TNumbers.MultiplyAdd(series, r, ofCell);
    }

    /// <summary>
    /// The circle has sixteen sectors, with the axes in the middle of every fourth. The first 4 of 43 bits choose a sector, the others one of 2³⁹
    /// angles that lie evenly in it; this gives the cosine and the sine of the angle from the middle of the sector. The polynomials are off by less
    /// than 10⁻¹⁵ of the result.
    /// </summary>
    /// <param name="bits">The first 43 bits choose the point; the others are 0.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (TNumbers Cosine, TNumbers Sine) InSector(TNumbers bits)
    {
        // With this exponent, the bits are a number between 1 and 2. Angles lie in the middle of their steps, so that no two are the same point.
        const ulong one = 0x3FF0_0000_0000_0000;
        const double middle = 1.5 - (1.0 / (1L << (BitsOfAngle - BitsOfSector + 1)));
        var sectors = (((bits << BitsOfSector) >>> (64 - MantissaBits)) | TNumbers.OfBits(one)) - TNumbers.Of(middle);

        var z = sectors * sectors;
        var sine = Polynomial(z, TNumbers.Of(6.114983290183721e-10), -2.857514778435423e-07, 7.782483030804169e-05);
        sine = sectors * Polynomial(z, sine, -0.01009318902353477, 0.39269908169872414);
        var cosine = Polynomial(z, TNumbers.Of(1.4011769826960792e-08), -5.093619942153354e-06, 0.0009908965149441613);
        cosine = Polynomial(z, cosine, -0.0771062843835014, 1);
        return (cosine, sine);
    }

    /// <summary>The sector, in the last four bits.</summary>
    /// <param name="bits">The first 4 bits choose it.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TNumbers Sector(TNumbers bits) => bits >>> (64 - BitsOfSector);

    // By Horner's rule: what comes of the higher powers first.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TNumbers Polynomial(TNumbers z, TNumbers higher, double c2, double c1, double c0) =>
        TNumbers.MultiplyAdd(Polynomial(z, higher, c2, c1), z, TNumbers.Of(c0));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TNumbers Polynomial(TNumbers z, TNumbers higher, double c1, double c0) =>
        TNumbers.MultiplyAdd(TNumbers.MultiplyAdd(higher, z, TNumbers.Of(c1)), z, TNumbers.Of(c0));
}
