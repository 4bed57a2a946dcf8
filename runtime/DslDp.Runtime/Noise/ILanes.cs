using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace DslDp.Noise;

/// <summary>32-bit words that are worked on side by side, as many as a vector of the processor holds.</summary>
/// <typeparam name="TLanes">The vector.</typeparam>
internal unsafe interface ILanes<TLanes>
    where TLanes : struct, ILanes<TLanes>
{
    /// <summary>Number of words.</summary>
    static abstract int Count { get; }

    /// <summary>One word everywhere.</summary>
    static abstract TLanes Of(uint word);

    /// <summary>0, 1, 2, …</summary>
    static abstract TLanes Numbered { get; }

    /// <summary>Sums modulo 2³².</summary>
    static abstract TLanes operator +(TLanes left, TLanes right);

    /// <summary>Exclusive or, bit by bit.</summary>
    static abstract TLanes operator ^(TLanes left, TLanes right);

    /// <summary>Each word turned to the left.</summary>
    TLanes Rotated([ConstantExpected] byte bits);

    /// <summary>Writes the words.</summary>
    void Store(uint* words);
}

/// <summary>Sixteen words.</summary>
internal readonly unsafe struct SixteenLanes(Vector512<uint> words) : ILanes<SixteenLanes>
{
    private readonly Vector512<uint> words = words;

    public static int Count => 16;

    public static SixteenLanes Numbered => new(Vector512<uint>.Indices);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SixteenLanes Of(uint word) => new(Vector512.Create(word));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SixteenLanes operator +(SixteenLanes left, SixteenLanes right) => new(left.words + right.words);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SixteenLanes operator ^(SixteenLanes left, SixteenLanes right) => new(left.words ^ right.words);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public SixteenLanes Rotated([ConstantExpected] byte bits) => new(Avx512F.IsSupported ? Avx512F.RotateLeft(words, bits) : (words << bits) | (words >>> (32 - bits)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(uint* to) => words.Store(to);
}

/// <summary>As many words as .NET's portable vector has on this processor.</summary>
internal readonly unsafe struct PortableLanes(Vector<uint> words) : ILanes<PortableLanes>
{
    private readonly Vector<uint> words = words;

    public static int Count => Vector<uint>.Count;

    public static PortableLanes Numbered => new(Vector<uint>.Indices);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PortableLanes Of(uint word) => new(new Vector<uint>(word));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PortableLanes operator +(PortableLanes left, PortableLanes right) => new(left.words + right.words);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PortableLanes operator ^(PortableLanes left, PortableLanes right) => new(left.words ^ right.words);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public PortableLanes Rotated([ConstantExpected] byte bits) => new((words << bits) | (words >>> (32 - bits)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(uint* to) => Vector.Store(words, to);
}
