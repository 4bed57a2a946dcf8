using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace DslDp.Noise;

/// <summary>Eight numbers, in one vector of 512 bits.</summary>
internal readonly unsafe struct WideNumbers(Vector512<double> numbers) : INumbers<WideNumbers>
{
    private readonly Vector512<double> numbers = numbers;

    private WideNumbers(Vector512<ulong> bits)
        : this(bits.AsDouble())
    {
    }

    /// <summary>Whether the processor has such vectors, and looks numbers up in them.</summary>
    public static bool IsSupported => Vector512.IsHardwareAccelerated && Avx512F.IsSupported;

    public static int Count => Vector512<double>.Count;

    private Vector512<ulong> Bits => numbers.AsUInt64();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideNumbers Of(double number) => new(Vector512.Create(number));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideNumbers OfBits(ulong bits) => new(Vector512.Create(bits));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideNumbers Load(ulong* from) => new(Vector512.Load(from));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideNumbers LoadSingles(float* from) => new(Avx512F.ConvertToVector512Double(Vector256.Load(from)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideNumbers LookUp(double* sixteen, WideNumbers places) =>
        new(Avx512F.PermuteVar8x64x2(Vector512.Load(sixteen), places.Bits.AsInt64(), Vector512.Load(sixteen + 8)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AnyIsBelow(WideNumbers bits, ulong bound) => Vector512.LessThanAny(bits.Bits, Vector512.Create(bound));

    public WideNumbers With(int place, double number) => new(numbers.WithElement(place, number));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideNumbers operator +(WideNumbers left, WideNumbers right) => new(left.numbers + right.numbers);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideNumbers operator -(WideNumbers left, WideNumbers right) => new(left.numbers - right.numbers);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideNumbers operator *(WideNumbers left, WideNumbers right) => new(left.numbers * right.numbers);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideNumbers operator &(WideNumbers left, WideNumbers right) => new(left.Bits & right.Bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideNumbers operator |(WideNumbers left, WideNumbers right) => new(left.Bits | right.Bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideNumbers operator <<(WideNumbers bits, [ConstantExpected] int count) => new(bits.Bits << count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideNumbers operator >>>(WideNumbers bits, [ConstantExpected] int count) => new(bits.Bits >>> count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideNumbers MultiplyAdd(WideNumbers left, WideNumbers right, WideNumbers addend) =>
        new(Vector512.FusedMultiplyAdd(left.numbers, right.numbers, addend.numbers));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideNumbers MultiplySubtract(WideNumbers left, WideNumbers right, WideNumbers from) =>
        new(Avx512F.FusedMultiplyAddNegated(left.numbers, right.numbers, from.numbers));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public WideNumbers SquareRoot() => new(Vector512.Sqrt(numbers));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public WideNumbers MinusInteger(WideNumbers other) => new(Bits - other.Bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public WideNumbers ToNumbers() => new(Vector512.ConvertToDouble(numbers.AsInt64()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void StoreSingles(float* to) => Avx512F.ConvertToVector256Single(numbers).Store(to);
}
