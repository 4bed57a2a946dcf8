using TorchSharp;
using static TorchSharp.torch;

namespace DslDp.Clipping;

/// <summary>
/// Arithmetic whose scalars live as long as the process. In TorchSharp 0.107 nothing keeps a Scalar alive while libtorch reads it: one
/// that was made for the call, as <c>a + b</c> and <c>add_</c> do for their factor of 1 and <c>square</c> for its exponent, may be collected
/// and freed under it, and the result is then off by whatever stands in its place. A norm must not be.
/// </summary>
internal static class HeldScalars
{
    private static Scalar WholeZero { get; } = 0L;

    private static Scalar WholeOne { get; } = 1L;

    public static Scalar Zero { get; } = 0.0;

    public static Scalar One { get; } = 1.0;

    public static Scalar Two { get; } = 2.0;

    public static Scalar NegativeInfinity { get; } = float.NegativeInfinity;

    /// <summary>0, 1, … up to below <paramref name="length"/>: <c>[length]</c>, Int64.</summary>
    public static Tensor Counting(long length, Device device)
    {
        using Scalar end = length;
        return arange(WholeZero, end, WholeOne, ScalarType.Int64, device);
    }

    /// <summary>Makes every number 0, as <c>zero_</c> does, which makes a tensor and a list of sizes for it.</summary>
    public static Tensor Clear(this Tensor tensor) => tensor.fill_(Zero);

    public static Tensor Plus(this Tensor left, Tensor right) => left.add(right, One);

    public static Tensor Squared(this Tensor tensor) => tensor.pow(Two);

    public static Tensor Accumulate(this Tensor total, Tensor addend) => total.add_(addend, One);
}
