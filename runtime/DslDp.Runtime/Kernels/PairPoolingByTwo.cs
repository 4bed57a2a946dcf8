using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DslDp.Kernels;

/// <summary>Rows of <see cref="PairPooling"/> whose squares lie beside each other: four at a time, without a branch that depends on the numbers.</summary>
internal static unsafe class PairPoolingByTwo
{
    private const int Squares = 4;

    /// <summary>The greatest of each square, and which of the four it is.</summary>
    /// <param name="above">The squares' upper numbers.</param>
    /// <param name="below">Their lower numbers.</param>
    /// <param name="output">Where the greatest go.</param>
    /// <param name="chosen">Where it is noted which.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void PoolRow(float* above, float* below, float* output, Span<int> chosen)
    {
        var j = 0;
        for (; j <= chosen.Length - Squares; j += Squares)
        {
            var (greatest, second) = Apart(above + (2 * j));
            var (third, fourth) = Apart(below + (2 * j));
            var code = Vector128<int>.Zero;
            Take(second, 1, ref greatest, ref code);
            Take(third, 2, ref greatest, ref code);
            Take(fourth, 3, ref greatest, ref code);
            greatest.Store(output + j);
            code.CopyTo(chosen[j..]);
        }

        for (; j < chosen.Length; j++)
            (output[j], chosen[j]) = PairPooling.Greatest(above + (2 * j), below + (2 * j));
    }

    /// <summary>Writes each gradient where the greatest was, and 0 at the other three.</summary>
    /// <param name="gradients">One a square.</param>
    /// <param name="chosen">Which of the four.</param>
    /// <param name="above">The squares' upper numbers.</param>
    /// <param name="below">Their lower numbers.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void SpreadRow(float* gradients, ReadOnlySpan<int> chosen, float* above, float* below)
    {
        var j = 0;
        for (; j <= chosen.Length - Squares; j += Squares)
        {
            var (gradient, code) = (Vector128.Load(gradients + j), Vector128.Create(chosen[j..]));
            StoreTogether(Where(0), Where(1), above + (2 * j));
            StoreTogether(Where(2), Where(3), below + (2 * j));

            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            Vector128<float> Where(int which) => gradient & Vector128.Equals(code, Vector128.Create(which)).AsSingle();
        }

        for (; j < chosen.Length; j++)
        {
            for (var which = 0; which < 4; which++)
                (which < 2 ? above : below)[(2 * j) + (which & 1)] = which == chosen[j] ? gradients[j] : 0;
        }
    }

    /// <summary>Takes the next of the four where it is greater, or not a number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Take(Vector128<float> next, int code, ref Vector128<float> greatest, ref Vector128<int> chosen)
    {
        var isGreater = Vector128.GreaterThan(next, greatest) | ~Vector128.Equals(next, next);
        greatest = Vector128.ConditionalSelect(isGreater, next, greatest);
        chosen = Vector128.ConditionalSelect(isGreater.AsInt32(), Vector128.Create(code), chosen);
    }

    /// <summary>Eight numbers, the first, third, … apart from the others.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector128<float> First, Vector128<float> Second) Apart(float* numbers)
    {
        var apart = Vector256.Shuffle(Vector256.Load(numbers), Vector256.Create(0, 2, 4, 6, 1, 3, 5, 7));
        return (apart.GetLower(), apart.GetUpper());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreTogether(Vector128<float> first, Vector128<float> second, float* to) =>
        Vector256.Shuffle(Vector256.Create(first, second), Vector256.Create(0, 4, 1, 5, 2, 6, 3, 7)).Store(to);
}
