using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace DslDp.Noise;

/// <summary>
/// As many numbers as .NET's portable vector has entries of 32 bits on this processor, so two vectors of them: while one waits for a result,
/// the processor goes on with the other.
/// </summary>
internal readonly unsafe struct PortableNumbers(Vector<double> low, Vector<double> high) : INumbers<PortableNumbers>
{
    private readonly Vector<double> low = low, high = high;

    private PortableNumbers(Vector<ulong> low, Vector<ulong> high)
        : this(Vector.AsVectorDouble(low), Vector.AsVectorDouble(high))
    {
    }

    public static int Count => Vector<float>.Count;

    private Vector<ulong> LowBits => Vector.AsVectorUInt64(low);

    private Vector<ulong> HighBits => Vector.AsVectorUInt64(high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PortableNumbers Of(double number) => new(new Vector<double>(number), new Vector<double>(number));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PortableNumbers OfBits(ulong bits) => new(new Vector<ulong>(bits), new Vector<ulong>(bits));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PortableNumbers Load(ulong* from) => new(Vector.Load(from), Vector.Load(from + Vector<ulong>.Count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PortableNumbers LoadSingles(float* from)
    {
        Vector.Widen(Vector.Load(from), out var low, out var high);
        return new(low, high);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PortableNumbers LookUp(double* sixteen, PortableNumbers places) => new(LookUp(sixteen, places.LowBits), LookUp(sixteen, places.HighBits));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AnyIsBelow(PortableNumbers bits, ulong bound)
    {
        var bounds = new Vector<ulong>(bound);
        return Vector.LessThanAny(bits.LowBits, bounds) || Vector.LessThanAny(bits.HighBits, bounds);
    }

    public PortableNumbers With(int place, double number) => place < Vector<double>.Count
        ? new(low.WithElement(place, number), high)
        : new(low, high.WithElement(place - Vector<double>.Count, number));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PortableNumbers operator +(PortableNumbers left, PortableNumbers right) => new(left.low + right.low, left.high + right.high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PortableNumbers operator -(PortableNumbers left, PortableNumbers right) => new(left.low - right.low, left.high - right.high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PortableNumbers operator *(PortableNumbers left, PortableNumbers right) => new(left.low * right.low, left.high * right.high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PortableNumbers operator &(PortableNumbers left, PortableNumbers right) => new(left.LowBits & right.LowBits, left.HighBits & right.HighBits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PortableNumbers operator |(PortableNumbers left, PortableNumbers right) => new(left.LowBits | right.LowBits, left.HighBits | right.HighBits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PortableNumbers operator <<(PortableNumbers bits, [ConstantExpected] int count) => new(bits.LowBits << count, bits.HighBits << count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PortableNumbers operator >>>(PortableNumbers bits, [ConstantExpected] int count) => new(bits.LowBits >>> count, bits.HighBits >>> count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PortableNumbers MultiplyAdd(PortableNumbers left, PortableNumbers right, PortableNumbers addend) =>
        new(Vector.MultiplyAddEstimate(left.low, right.low, addend.low), Vector.MultiplyAddEstimate(left.high, right.high, addend.high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PortableNumbers MultiplySubtract(PortableNumbers left, PortableNumbers right, PortableNumbers from) =>
        new(Vector.MultiplyAddEstimate(-left.low, right.low, from.low), Vector.MultiplyAddEstimate(-left.high, right.high, from.high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public PortableNumbers SquareRoot() => new(Vector.SquareRoot(low), Vector.SquareRoot(high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public PortableNumbers MinusInteger(PortableNumbers other) => new(LowBits - other.LowBits, HighBits - other.HighBits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public PortableNumbers ToNumbers() => new(Vector.ConvertToDouble(Vector.AsVectorInt64(low)), Vector.ConvertToDouble(Vector.AsVectorInt64(high)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void StoreSingles(float* to) => Vector.Store(Vector.Narrow(low, high), to);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> LookUp(double* sixteen, Vector<ulong> places)
    {
        var within = places & new Vector<ulong>(15);
        if (Avx2.IsSupported && Vector<double>.Count == Vector256<double>.Count)
            return Avx2.GatherVector256(sixteen, within.AsVector256().AsInt64(), sizeof(double)).AsVector();
        Vector<double> found = default;
        for (var i = 0; i < Vector<double>.Count; i++)
            found = found.WithElement(i, sixteen[within[i]]);
        return found;
    }
}
