using System.Diagnostics.CodeAnalysis;

namespace DslDp.Noise;

/// <summary>64-bit words that are worked on side by side, as numbers in double precision or as bits.</summary>
/// <typeparam name="TNumbers">The vector.</typeparam>
internal unsafe interface INumbers<TNumbers>
    where TNumbers : struct, INumbers<TNumbers>
{
    /// <summary>Number of words.</summary>
    static abstract int Count { get; }

    /// <summary>One number everywhere.</summary>
    static abstract TNumbers Of(double number);

    /// <summary>One integer everywhere.</summary>
    static abstract TNumbers OfBits(ulong bits);

    /// <summary>Reads words.</summary>
    static abstract TNumbers Load(ulong* from);

    static abstract TNumbers operator +(TNumbers left, TNumbers right);

    static abstract TNumbers operator -(TNumbers left, TNumbers right);

    static abstract TNumbers operator *(TNumbers left, TNumbers right);

    static abstract TNumbers operator /(TNumbers left, TNumbers right);

    static abstract TNumbers operator &(TNumbers left, TNumbers right);

    static abstract TNumbers operator ^(TNumbers left, TNumbers right);

    static abstract TNumbers operator <<(TNumbers bits, [ConstantExpected] int count);

    static abstract TNumbers operator >>>(TNumbers bits, [ConstantExpected] int count);

    /// <summary>left · right + addend, rounded once where the processor can.</summary>
    static abstract TNumbers MultiplyAdd(TNumbers left, TNumbers right, TNumbers addend);

    /// <summary>√ of each number.</summary>
    TNumbers SquareRoot();

    /// <summary>Sums of integers modulo 2⁶⁴.</summary>
    TNumbers PlusInteger(TNumbers other);

    /// <summary>Differences of integers modulo 2⁶⁴.</summary>
    TNumbers MinusInteger(TNumbers other);

    /// <summary>Integers up to 2⁵³ as numbers.</summary>
    TNumbers ToNumbers();

    /// <summary>One or the other, by the first bit of these.</summary>
    TNumbers Select(TNumbers whereSet, TNumbers whereNot);

    /// <summary>Adds numbers to twice as many entries of 32 bits, each rounded once.</summary>
    static abstract void AddTo(float* entries, TNumbers first, TNumbers second);
}
