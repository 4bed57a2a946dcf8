using TorchSharp;
using static TorchSharp.torch;

namespace DslDp.Clipping;

/// <summary>
/// Arithmetic whose scalars live as long as the process. In TorchSharp 0.107 nothing keeps a Scalar alive while libtorch reads it: one
/// that was made for the call, as <c>a + b</c> and <c>add_</c> do for their factor of 1, may be collected and freed under it, and the
/// result is then off by whatever stands in its place. A norm must not be.
/// </summary>
internal static class HeldScalars
{
    public static Scalar Zero { get; } = 0.0;

    public static Scalar One { get; } = 1.0;

    public static Scalar Two { get; } = 2.0;

    public static Tensor Plus(this Tensor left, Tensor right) => left.add(right, One);

    public static Tensor Accumulate(this Tensor total, Tensor addend) => total.add_(addend, One);
}
