using System.Numerics;
using System.Runtime.CompilerServices;

namespace DslDp.Kernels;

/// <summary>Arithmetic on whole arrays of numbers.</summary>
internal static class Spans
{
    /// <summary>Adds each number times the factor to the sum, in one rounding where the processor can.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddScaled(ReadOnlySpan<float> numbers, float factor, Span<float> sum)
    {
        var factors = new Vector<float>(factor);
        var i = 0;
        for (; i <= numbers.Length - Vector<float>.Count; i += Vector<float>.Count)
            Vector.MultiplyAddEstimate(new Vector<float>(numbers[i..]), factors, new Vector<float>(sum[i..])).CopyTo(sum[i..]);
        for (; i < numbers.Length; i++)
            sum[i] = MathF.FusedMultiplyAdd(numbers[i], factor, sum[i]);
    }
}
