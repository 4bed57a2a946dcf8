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
    public const int BitsOfAngle = 28;

    private const int MantissaBits = 52, BitsInSector = BitsOfAngle - 4;

    /// <summary>
    /// −2 ln u for u uniform among the odd multiples of 2⁻³⁷ below 1: u = 2ᵏ·m with m between ¾ and 1½, and −2 ln m = 2 ln c − 2 ln(1 + r) with
    /// r = c·m − 1, |r| ≤ 2⁻⁵. The relative error of the polynomial is below 4·10⁻¹⁰, near u = 1 too, where c is 1.
    /// </summary>
    /// <param name="bits">The first 36 bits choose u.</param>
    /// <param name="tables">The tables.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TNumbers SquaredLength(TNumbers bits, GaussianTables tables)
    {
        // Everything counted in steps. In the first bits of two numbers, the difference is that of their exponents.
        const ulong threeQuarters = 0x4238_0000_0000_0000;
        var steps = ((bits >>> (BitsOfAngle - 1)) | TNumbers.OfBits(1)).ToNumbers();
        var exponent = steps.MinusInteger(TNumbers.OfBits(threeQuarters)) & TNumbers.OfBits(ulong.MaxValue << MantissaBits);
        var m = steps.MinusInteger(exponent);

        var place = m >>> (MantissaBits - 4);
        var r = TNumbers.MultiplyAdd(TNumbers.LookUp(tables.Reciprocals, place), m, TNumbers.Of(-1));
        var series = Polynomial(r, TNumbers.Of(-0.40040725962296522), 0.50040721329462098, -0.66666652458170566);
        series = Polynomial(r, series, 0.9999999005576671, -2.000000000006939);
        var ofCell = TNumbers.MultiplyAdd(exponent.ToNumbers(), TNumbers.Of(-2 * 0.693147180559945309 / (1L << MantissaBits)), TNumbers.LookUp(tables.Logarithms, place));
        return TNumbers.MultiplyAdd(series, r, ofCell);
    }

    /// <summary>
    /// The circle has sixteen sectors, with the axes in the middle of every fourth. The first 4 of 28 bits choose a sector, the others one of 2²⁴
    /// angles that lie evenly in it; this gives the cosine and the sine of the angle from the middle of the sector. The polynomials are off by less
    /// than 4·10⁻⁹ of the result.
    /// </summary>
    /// <param name="bits">The last 24 bits choose the angle.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (TNumbers Cosine, TNumbers Sine) InSector(TNumbers bits)
    {
        // With this exponent, the bits are a number between 1 and 2. Angles lie in the middle of their steps, so that no two are the same point.
        const ulong one = 0x3FF0_0000_0000_0000, first = ((1UL << BitsInSector) - 1) << (MantissaBits - BitsInSector);
        const double middle = 1.5 - (1.0 / (1L << (BitsInSector + 1)));
        var sectors = (((bits << (MantissaBits - BitsInSector)) & TNumbers.OfBits(first)) | TNumbers.OfBits(one)) - TNumbers.Of(middle);

        var z = sectors * sectors;
        var sine = sectors * Polynomial(z, TNumbers.Of(7.7717685384513377e-05), -0.010093178972190324, 0.3926990815588975);
        var cosine = Polynomial(z, TNumbers.Of(0.00098912236591602525), -0.077106146855851667, 1);
        return (cosine, sine);
    }

    /// <summary>The sector, in the last four bits.</summary>
    /// <param name="bits">The first 4 of the last 28 bits choose it.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TNumbers Sector(TNumbers bits) => bits >>> BitsInSector;

    // By Horner's rule: what comes of the higher powers first.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TNumbers Polynomial(TNumbers z, TNumbers higher, double c1, double c0) =>
        TNumbers.MultiplyAdd(TNumbers.MultiplyAdd(higher, z, TNumbers.Of(c1)), z, TNumbers.Of(c0));
}
