using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace DslDp.Kernels;

/// <summary>tanh of the numbers of a vector, and the logistic function, which is tanh at half the place, halved and moved.</summary>
internal sealed unsafe partial class HyperbolicTangent
{
    // Beyond it, tanh is ±1 in 32 bits.
    private const float Most = 7.90531110763549805f;
    private const float P13 = -2.76076847742355e-16f, P11 = 2.00018790482477e-13f, P9 = -8.60467152213735e-11f, P7 = 5.12229709037114e-08f;
    private const float P5 = 1.48572235717979e-05f, P3 = 6.37261928875436e-04f, P1 = 4.89352455891786e-03f;
    private const float Q6 = 1.19825839466702e-06f, Q4 = 1.18534705686654e-04f, Q2 = 2.26843463243900e-03f, Q0 = 4.89352518554385e-03f;

    /// <summary>tanh of each number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Of(Vector<float> number)
    {
        // Of what is not a number, anything may come out here.
        var x = Vector.MaxNative(Vector.MinNative(number, new Vector<float>(Most)), new Vector<float>(-Most));
        var z = x * x;
        var p = Vector.FusedMultiplyAdd(z, new Vector<float>(P13), new Vector<float>(P11));
        p = Vector.FusedMultiplyAdd(p, z, new Vector<float>(P9));
        p = Vector.FusedMultiplyAdd(p, z, new Vector<float>(P7));
        p = Vector.FusedMultiplyAdd(p, z, new Vector<float>(P5));
        p = Vector.FusedMultiplyAdd(p, z, new Vector<float>(P3));
        p = Vector.FusedMultiplyAdd(p, z, new Vector<float>(P1));
        var q = Vector.FusedMultiplyAdd(z, new Vector<float>(Q6), new Vector<float>(Q4));
        q = Vector.FusedMultiplyAdd(q, z, new Vector<float>(Q2));
        q = Vector.FusedMultiplyAdd(q, z, new Vector<float>(Q0));
        return Vector.ConditionalSelect(Vector.Equals(number, number), x * p / q, number);
    }

    /// <inheritdoc cref="Of(Vector{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Of(Vector512<float> number)
    {
        var x = Vector512.MaxNative(Vector512.MinNative(number, Vector512.Create(Most)), Vector512.Create(-Most));
        var z = x * x;
        var p = Vector512.FusedMultiplyAdd(z, Vector512.Create(P13), Vector512.Create(P11));
        p = Vector512.FusedMultiplyAdd(p, z, Vector512.Create(P9));
        p = Vector512.FusedMultiplyAdd(p, z, Vector512.Create(P7));
        p = Vector512.FusedMultiplyAdd(p, z, Vector512.Create(P5));
        p = Vector512.FusedMultiplyAdd(p, z, Vector512.Create(P3));
        p = Vector512.FusedMultiplyAdd(p, z, Vector512.Create(P1));
        var q = Vector512.FusedMultiplyAdd(z, Vector512.Create(Q6), Vector512.Create(Q4));
        q = Vector512.FusedMultiplyAdd(q, z, Vector512.Create(Q2));
        q = Vector512.FusedMultiplyAdd(q, z, Vector512.Create(Q0));
        return Vector512.ConditionalSelect(Vector512.Equals(number, number), x * p * Reciprocal(q), number);
    }

    /// <summary>1 / (1 + e⁻ˣ) of each number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Logistic(Vector<float> number)
    {
        var half = new Vector<float>(0.5f);
        return Vector.FusedMultiplyAdd(Of(number * half), half, half);
    }

    /// <inheritdoc cref="Logistic(Vector{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Logistic(Vector512<float> number)
    {
        var half = Vector512.Create(0.5f);
        return Vector512.FusedMultiplyAdd(Of(number * half), half, half);
    }

    /// <summary>A division of sixteen numbers keeps the processor as long as ten multiplications: Newton's step makes 28 bits of the 14 that it has in a table.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Reciprocal(Vector512<float> number)
    {
        if (!Avx512F.IsSupported)
            return Vector512<float>.One / number;
        var near = Avx512F.Reciprocal14(number);
        return near * Vector512.FusedMultiplyAdd(-number, near, Vector512.Create(2f));
    }
}
