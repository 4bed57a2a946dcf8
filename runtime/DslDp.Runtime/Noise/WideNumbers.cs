using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DslDp.Noise;

/// <summary>Eight numbers.</summary>
internal readonly unsafe struct WideNumbers(Vector512<double> numbers) : INumbers<WideNumbers>
{
    private readonly Vector512<double> numbers = numbers;

    public static int Count => 8;

    private Vector512<ulong> Bits => numbers.AsUInt64();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideNumbers Of(double number) => new(Vector512.Create(number));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideNumbers OfBits(ulong bits) => new(Vector512.Create(bits).AsDouble());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideNumbers Load(ulong* from) => new(Vector512.Load(from).AsDouble());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideNumbers operator +(WideNumbers left, WideNumbers right) => new(left.numbers + right.numbers);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideNumbers operator -(WideNumbers left, WideNumbers right) => new(left.numbers - right.numbers);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideNumbers operator *(WideNumbers left, WideNumbers right) => new(left.numbers * right.numbers);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideNumbers operator /(WideNumbers left, WideNumbers right) => new(left.numbers / right.numbers);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideNumbers operator &(WideNumbers left, WideNumbers right) => new((left.Bits & right.Bits).AsDouble());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideNumbers operator ^(WideNumbers left, WideNumbers right) => new((left.Bits ^ right.Bits).AsDouble());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideNumbers operator <<(WideNumbers bits, [ConstantExpected] int count) => new((bits.Bits << count).AsDouble());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideNumbers operator >>>(WideNumbers bits, [ConstantExpected] int count) => new((bits.Bits >>> count).AsDouble());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideNumbers MultiplyAdd(WideNumbers left, WideNumbers right, WideNumbers addend) =>
        new(Vector512.MultiplyAddEstimate(left.numbers, right.numbers, addend.numbers));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public WideNumbers SquareRoot() => new(Vector512.Sqrt(numbers));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public WideNumbers PlusInteger(WideNumbers other) => new((Bits + other.Bits).AsDouble());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public WideNumbers MinusInteger(WideNumbers other) => new((Bits - other.Bits).AsDouble());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public WideNumbers ToNumbers() => new(Vector512.ConvertToDouble(Bits));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public WideNumbers Select(WideNumbers whereSet, WideNumbers whereNot) =>
        new(Vector512.ConditionalSelect(Vector512.LessThan(numbers.AsInt64(), Vector512<long>.Zero).AsDouble(), whereSet.numbers, whereNot.numbers));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddTo(float* entries, WideNumbers first, WideNumbers second)
    {
        var (low, high) = Vector512.Widen(Vector512.Load(entries));
        Vector512.Narrow(low + first.numbers, high + second.numbers).Store(entries);
    }
}
