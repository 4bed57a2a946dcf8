using System.Diagnostics.CodeAnalysis;

namespace DslDp.Noise;

/// <summary>
/// 64-bit words that are worked on side by side, as numbers in double precision or as bits.
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

    /// <summary>Reads as many numbers of 32 bits.</summary>
    static abstract TNumbers LoadSingles(float* from);

    /// <summary>Of sixteen numbers, those whose places the last four bits of each word say.</summary>
    static abstract TNumbers LookUp(double* sixteen, TNumbers places);

    /// <summary>Whether one of the words is below a bound, as integers without a sign.</summary>
    static abstract bool AnyIsBelow(TNumbers bits, ulong bound);

    /// <summary>The numbers with another in one place.</summary>
    TNumbers With(int place, double number);

    static abstract TNumbers operator +(TNumbers left, TNumbers right);

    static abstract TNumbers operator -(TNumbers left, TNumbers right);

    static abstract TNumbers operator *(TNumbers left, TNumbers right);

    static abstract TNumbers operator &(TNumbers left, TNumbers right);

    static abstract TNumbers operator |(TNumbers left, TNumbers right);

    static abstract TNumbers operator <<(TNumbers bits, [ConstantExpected] int count);

    static abstract TNumbers operator >>>(TNumbers bits, [ConstantExpected] int count);

    /// <summary>left · right + addend, rounded once where the processor can.</summary>
    static abstract TNumbers MultiplyAdd(TNumbers left, TNumbers right, TNumbers addend);

    /// <summary>from − left · right, rounded once where the processor can.</summary>
    static abstract TNumbers MultiplySubtract(TNumbers left, TNumbers right, TNumbers from);

    /// <summary>√ of each number.</summary>
    TNumbers SquareRoot();

    /// <summary>Differences of integers modulo 2⁶⁴.</summary>
    TNumbers MinusInteger(TNumbers other);

    /// <summary>Integers with a sign as numbers.</summary>
    TNumbers ToNumbers();

    /// <summary>Writes the numbers, each rounded to 32 bits.</summary>
    void StoreSingles(float* to);
}
