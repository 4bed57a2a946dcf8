using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace DslDp.Noise;

/// <summary>As many numbers as .NET's portable vector has entries of 32 bits on this processor.</summary>
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
    public static PortableNumbers LoadHalves(uint* from)
    {
        Vector.Widen(Vector.Load(from), out var low, out var high);
        return new(low, high);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PortableNumbers operator +(PortableNumbers left, PortableNumbers right) => new(left.low + right.low, left.high + right.high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PortableNumbers operator -(PortableNumbers left, PortableNumbers right) => new(left.low - right.low, left.high - right.high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PortableNumbers operator *(PortableNumbers left, PortableNumbers right) => new(left.low * right.low, left.high * right.high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PortableNumbers operator /(PortableNumbers left, PortableNumbers right) => new(left.low / right.low, left.high / right.high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PortableNumbers operator &(PortableNumbers left, PortableNumbers right) => new(left.LowBits & right.LowBits, left.HighBits & right.HighBits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PortableNumbers operator ^(PortableNumbers left, PortableNumbers right) => new(left.LowBits ^ right.LowBits, left.HighBits ^ right.HighBits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PortableNumbers operator <<(PortableNumbers bits, [ConstantExpected] int count) => new(bits.LowBits << count, bits.HighBits << count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PortableNumbers operator >>>(PortableNumbers bits, [ConstantExpected] int count) => new(bits.LowBits >>> count, bits.HighBits >>> count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PortableNumbers MultiplyAdd(PortableNumbers left, PortableNumbers right, PortableNumbers addend) =>
        new(Vector.MultiplyAddEstimate(left.low, right.low, addend.low), Vector.MultiplyAddEstimate(left.high, right.high, addend.high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public PortableNumbers SquareRoot() => new(Vector.SquareRoot(low), Vector.SquareRoot(high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public PortableNumbers PlusInteger(PortableNumbers other) => new(LowBits + other.LowBits, HighBits + other.HighBits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public PortableNumbers MinusInteger(PortableNumbers other) => new(LowBits - other.LowBits, HighBits - other.HighBits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public PortableNumbers ToNumbers() => new(Vector.ConvertToDouble(Vector.AsVectorInt64(low)), Vector.ConvertToDouble(Vector.AsVectorInt64(high)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public PortableNumbers Select(PortableNumbers whereSet, PortableNumbers whereNot) =>
        new(Select(low, whereSet.low, whereNot.low), Select(high, whereSet.high, whereNot.high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddTo(float* entries)
    {
        Vector.Widen(Vector.Load(entries), out var first, out var second);
        Vector.Store(Vector.Narrow(first + low, second + high), entries);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> Select(Vector<double> bits, Vector<double> whereSet, Vector<double> whereNot) =>
        Vector.ConditionalSelect(Vector.LessThan(Vector.AsVectorInt64(bits), Vector<long>.Zero), whereSet, whereNot);
}
