using System.Diagnostics.CodeAnalysis;

namespace DslDp.Noise;

/// <summary>
/// 64-bit words that are worked on side by side, as numbers in double precision or as bits: as many as a vector of the processor has
/// entries of 32 bits, so two vectors of them. While one waits for a result, the processor goes on with the other.
/// </summary>
/// <typeparam name="TNumbers">The words.</typeparam>
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

    /// <summary>Reads words of 32 bits, each into the last bits of one of 64.</summary>
    static abstract TNumbers LoadHalves(uint* from);

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

    /// <summary>Integers with a sign as numbers.</summary>
    TNumbers ToNumbers();

    /// <summary>One or the other, by the first bit of these.</summary>
    TNumbers Select(TNumbers whereSet, TNumbers whereNot);

    /// <summary>Adds the numbers to as many entries of 32 bits, each rounded once.</summary>
    void AddTo(float* entries);
}
