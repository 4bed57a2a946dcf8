using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DslDp.Kernels;

/// <summary>The exponential of the numbers of a vector, within 1·10⁻⁷ of it in proportion.</summary>
internal static class Exponential
{
    // Added to a number below 2²², it leaves the whole number nearest to it in the last bits, as the exponent of a power of two.
    private const float ToExponent = 12582912f + 127f;
    private const int ExponentAt = 23;

    // ln 2 in two parts, of which the first has so few digits that whole multiples of it are exact.
    private const float PerTwo = 1.44269504f, Two = 0.693359375f, BeyondTwo = -2.12194440e-4f;

    // (eʳ − 1 − r) / r² up to r = ± ln 2 / 2, fitted so that r times the error is least: 1.4·10⁻⁸ (weighted minimax, in double precision).
    private const float C0 = 0.5f, C1 = 0.1666654497f, C2 = 4.166640341e-2f, C3 = 8.366406895e-3f, C4 = 1.394067425e-3f;

    /// <summary>The exponential of numbers up to 0; below −87 it is 0, and of what is not a number the same.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Of(Vector512<float> x)
    {
        var less = LessOne(x, out var power);
        return Vector512.ConditionalSelect(Vector512.LessThan(x, Vector512.Create(-87f)), Vector512<float>.Zero, Vector512.FusedMultiplyAdd(less, power, power));
    }

    /// <summary>eʳ − 1 with all its digits, where eˣ = eʳ · power. What is not a number stays so.</summary>
    /// <param name="x">Numbers between −87 and 87.</param>
    /// <param name="power">The power of two.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> LessOne(Vector512<float> x, out Vector512<float> power)
    {
        var exponent = Vector512.FusedMultiplyAdd(x, Vector512.Create(PerTwo), Vector512.Create(ToExponent));
        power = (exponent.AsInt32() << ExponentAt).AsSingle();
        var n = exponent - Vector512.Create(ToExponent);
        var r = Vector512.FusedMultiplyAdd(n, Vector512.Create(-Two), x);
        r = Vector512.FusedMultiplyAdd(n, Vector512.Create(-BeyondTwo), r);
        var p = Vector512.FusedMultiplyAdd(r, Vector512.Create(C4), Vector512.Create(C3));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(C2));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(C1));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(C0));
        return Vector512.FusedMultiplyAdd(p, r * r, r);
    }

    /// <inheritdoc cref="LessOne(Vector512{float}, out Vector512{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> LessOne(Vector<float> x, out Vector<float> power)
    {
        var exponent = Vector.FusedMultiplyAdd(x, new Vector<float>(PerTwo), new Vector<float>(ToExponent));
        power = Vector.AsVectorSingle(Vector.AsVectorInt32(exponent) << ExponentAt);
        var n = exponent - new Vector<float>(ToExponent);
        var r = Vector.FusedMultiplyAdd(n, new Vector<float>(-Two), x);
        r = Vector.FusedMultiplyAdd(n, new Vector<float>(-BeyondTwo), r);
        var p = Vector.FusedMultiplyAdd(r, new Vector<float>(C4), new Vector<float>(C3));
        p = Vector.FusedMultiplyAdd(p, r, new Vector<float>(C2));
        p = Vector.FusedMultiplyAdd(p, r, new Vector<float>(C1));
        p = Vector.FusedMultiplyAdd(p, r, new Vector<float>(C0));
        return Vector.FusedMultiplyAdd(p, r * r, r);
    }
}
