using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace DslDp.Kernels;

/// <summary>tanh and the logistic function of the numbers of a vector. The bounds are named before the numbers, because of two of which one is no number the second is taken.</summary>
internal sealed unsafe partial class HyperbolicTangent
{
    // Beyond them, tanh is ±1 and the logistic function 0 or 1 in 32 bits.
    private const float Most = 10, MostOfLogistic = 87;

    // Below it 1 − 2e / (1 + e) is the more exact, which matters because gradients take 1 − tanh².
    private const float Small = 0.3f;

    /// <summary>tanh of each number: (1 − e) / (1 + e) with e = e⁻²ˣ, where 1 − e keeps its digits however small x is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Of(Vector<float> number)
    {
        var x = Vector.MinNative(new Vector<float>(Most), Vector.Abs(number));
        var less = Exponential.LessOne(x * new Vector<float>(-2f), out var power);
        var e = Vector.FusedMultiplyAdd(less, power, power);
        var difference = Vector.FusedMultiplyAdd(-less, power, Vector<float>.One - power);
        var scale = Vector<float>.One / (Vector<float>.One + e);
        var near = Vector.FusedMultiplyAdd(e * new Vector<float>(-2f), scale, Vector<float>.One);
        return Vector.CopySign(Vector.ConditionalSelect(Vector.LessThan(e, new Vector<float>(Small)), near, difference * scale), number);
    }

    /// <inheritdoc cref="Of(Vector{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Of(Vector512<float> number)
    {
        var x = Vector512.MinNative(Vector512.Create(Most), Vector512.Abs(number));
        var less = Exponential.LessOne(x * Vector512.Create(-2f), out var power);
        var e = Vector512.FusedMultiplyAdd(less, power, power);
        var difference = Vector512.FusedMultiplyAdd(-less, power, Vector512<float>.One - power);
        var scale = Reciprocal(Vector512<float>.One + e);
        var near = Vector512.FusedMultiplyAdd(e * Vector512.Create(-2f), scale, Vector512<float>.One);
        return Vector512.CopySign(Vector512.ConditionalSelect(Vector512.LessThan(e, Vector512.Create(Small)), near, difference * scale), number);
    }

    /// <summary>1 / (1 + e⁻ˣ) of each number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Logistic(Vector<float> number)
    {
        var x = Vector.MinNative(new Vector<float>(MostOfLogistic), Vector.MaxNative(new Vector<float>(-MostOfLogistic), number));
        var less = Exponential.LessOne(-x, out var power);
        return Vector<float>.One / (Vector<float>.One + Vector.FusedMultiplyAdd(less, power, power));
    }

    /// <inheritdoc cref="Logistic(Vector{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Logistic(Vector512<float> number)
    {
        var x = Vector512.MinNative(Vector512.Create(MostOfLogistic), Vector512.MaxNative(Vector512.Create(-MostOfLogistic), number));
        var less = Exponential.LessOne(-x, out var power);
        return Reciprocal(Vector512<float>.One + Vector512.FusedMultiplyAdd(less, power, power));
    }

    /// <summary>A division of sixteen numbers keeps the processor as long as ten multiplications: Newton's step makes 28 bits of the 14 that it has in a table.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Reciprocal(Vector512<float> number)
    {
        if (!Avx512F.IsSupported)
            return Vector512<float>.One / number;
        var near = Avx512F.Reciprocal14(number);
        return Vector512.FusedMultiplyAdd(near, Vector512.FusedMultiplyAdd(-number, near, Vector512<float>.One), near);
    }
}
