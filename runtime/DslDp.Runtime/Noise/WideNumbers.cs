using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DslDp.Noise;

/// <summary>Sixteen numbers.</summary>
internal readonly unsafe struct WideNumbers(Vector512<double> low, Vector512<double> high) : INumbers<WideNumbers>
{
    private readonly Vector512<double> low = low, high = high;

    private WideNumbers(Vector512<ulong> low, Vector512<ulong> high)
        : this(low.AsDouble(), high.AsDouble())
    {
    }

    public static int Count => Vector512<float>.Count;

    private Vector512<ulong> LowBits => low.AsUInt64();

    private Vector512<ulong> HighBits => high.AsUInt64();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideNumbers Of(double number) => new(Vector512.Create(number), Vector512.Create(number));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideNumbers OfBits(ulong bits) => new(Vector512.Create(bits), Vector512.Create(bits));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideNumbers Load(ulong* from) => new(Vector512.Load(from), Vector512.Load(from + Vector512<ulong>.Count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideNumbers LoadHalves(uint* from)
    {
        var (low, high) = Vector512.Widen(Vector512.Load(from));
        return new(low, high);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideNumbers operator +(WideNumbers left, WideNumbers right) => new(left.low + right.low, left.high + right.high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideNumbers operator -(WideNumbers left, WideNumbers right) => new(left.low - right.low, left.high - right.high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideNumbers operator *(WideNumbers left, WideNumbers right) => new(left.low * right.low, left.high * right.high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideNumbers operator /(WideNumbers left, WideNumbers right) => new(left.low / right.low, left.high / right.high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideNumbers operator &(WideNumbers left, WideNumbers right) => new(left.LowBits & right.LowBits, left.HighBits & right.HighBits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideNumbers operator ^(WideNumbers left, WideNumbers right) => new(left.LowBits ^ right.LowBits, left.HighBits ^ right.HighBits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideNumbers operator <<(WideNumbers bits, [ConstantExpected] int count) => new(bits.LowBits << count, bits.HighBits << count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideNumbers operator >>>(WideNumbers bits, [ConstantExpected] int count) => new(bits.LowBits >>> count, bits.HighBits >>> count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideNumbers MultiplyAdd(WideNumbers left, WideNumbers right, WideNumbers addend) =>
        new(Vector512.MultiplyAddEstimate(left.low, right.low, addend.low), Vector512.MultiplyAddEstimate(left.high, right.high, addend.high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public WideNumbers SquareRoot() => new(Vector512.Sqrt(low), Vector512.Sqrt(high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public WideNumbers PlusInteger(WideNumbers other) => new(LowBits + other.LowBits, HighBits + other.HighBits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public WideNumbers MinusInteger(WideNumbers other) => new(LowBits - other.LowBits, HighBits - other.HighBits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public WideNumbers ToNumbers() => new(Vector512.ConvertToDouble(low.AsInt64()), Vector512.ConvertToDouble(high.AsInt64()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public WideNumbers Select(WideNumbers whereSet, WideNumbers whereNot) =>
        new(Select(low, whereSet.low, whereNot.low), Select(high, whereSet.high, whereNot.high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddTo(float* entries)
    {
        var (first, second) = Vector512.Widen(Vector512.Load(entries));
        Vector512.Narrow(first + low, second + high).Store(entries);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Select(Vector512<double> bits, Vector512<double> whereSet, Vector512<double> whereNot) =>
        Vector512.ConditionalSelect(Vector512.LessThan(bits.AsInt64(), Vector512<long>.Zero).AsDouble(), whereSet, whereNot);
}
