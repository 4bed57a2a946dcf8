using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace DslDp.Noise;

/// <summary>As many numbers as .NET's portable vector has on this processor.</summary>
internal readonly unsafe struct PortableNumbers(Vector<double> numbers) : INumbers<PortableNumbers>
{
    private readonly Vector<double> numbers = numbers;

    public static int Count => Vector<double>.Count;

    private Vector<ulong> Bits => Vector.AsVectorUInt64(numbers);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PortableNumbers Of(double number) => new(new Vector<double>(number));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PortableNumbers OfBits(ulong bits) => new(Vector.AsVectorDouble(new Vector<ulong>(bits)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PortableNumbers Load(ulong* from) => new(Vector.AsVectorDouble(Vector.Load(from)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PortableNumbers operator +(PortableNumbers left, PortableNumbers right) => new(left.numbers + right.numbers);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PortableNumbers operator -(PortableNumbers left, PortableNumbers right) => new(left.numbers - right.numbers);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PortableNumbers operator *(PortableNumbers left, PortableNumbers right) => new(left.numbers * right.numbers);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PortableNumbers operator /(PortableNumbers left, PortableNumbers right) => new(left.numbers / right.numbers);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PortableNumbers operator &(PortableNumbers left, PortableNumbers right) => new(Vector.AsVectorDouble(left.Bits & right.Bits));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PortableNumbers operator ^(PortableNumbers left, PortableNumbers right) => new(Vector.AsVectorDouble(left.Bits ^ right.Bits));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PortableNumbers operator <<(PortableNumbers bits, [ConstantExpected] int count) => new(Vector.AsVectorDouble(bits.Bits << count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PortableNumbers operator >>>(PortableNumbers bits, [ConstantExpected] int count) => new(Vector.AsVectorDouble(bits.Bits >>> count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PortableNumbers MultiplyAdd(PortableNumbers left, PortableNumbers right, PortableNumbers addend) =>
        new(Vector.MultiplyAddEstimate(left.numbers, right.numbers, addend.numbers));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public PortableNumbers SquareRoot() => new(Vector.SquareRoot(numbers));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public PortableNumbers PlusInteger(PortableNumbers other) => new(Vector.AsVectorDouble(Bits + other.Bits));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public PortableNumbers MinusInteger(PortableNumbers other) => new(Vector.AsVectorDouble(Bits - other.Bits));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public PortableNumbers ToNumbers()
    {
        // A double of this exponent holds an integer below 2⁵² in its last bits: to convert is to put the bits there. Two halves, for
        // processors without an instruction that converts 64 bits.
        const ulong integerBits = 0x4330_0000_0000_0000;
        const double offset = 1L << 52;
        var high = Vector.AsVectorDouble((Bits >>> 32) | new Vector<ulong>(integerBits)) - new Vector<double>(offset);
        var low = Vector.AsVectorDouble((Bits & new Vector<ulong>(uint.MaxValue)) | new Vector<ulong>(integerBits)) - new Vector<double>(offset);
        return new((high * (1L << 32)) + low);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public PortableNumbers Select(PortableNumbers whereSet, PortableNumbers whereNot) =>
        new(Vector.ConditionalSelect(Vector.LessThan(Vector.AsVectorInt64(numbers), Vector<long>.Zero), whereSet.numbers, whereNot.numbers));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddTo(float* entries, PortableNumbers first, PortableNumbers second)
    {
        Vector.Widen(Vector.Load(entries), out var low, out var high);
        Vector.Store(Vector.Narrow(low + first.numbers, high + second.numbers), entries);
    }
}
