using System.Globalization;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace DslDp.Clipping;

/// <summary>
/// The bound C on the Euclidean norm of what one example adds to a sum of gradients. One value of this type feeds the clipper,
/// the noise and the accountant.
/// </summary>
public readonly record struct ClipBound
{
    /// <summary>
    /// The part by which a clipped contribution stays below C. It covers the rounding of the norm and of the factor to 32 bits
    /// (2⁻²⁴ each) and what summing squares in blocks of 32-bit numbers can lose.
    /// </summary>
    private const double Margin = 1.0 / (1 << 21);

    // Squares of 32-bit numbers below 2⁻⁷⁵ vanish; far below this bound they could add up to something that is not clipped.
    private const double Smallest = 1e-9;

    // Below the normal numbers a rounded factor may be larger than the true one by any part.
    private const float SmallestNormal = 1.17549435e-38f;

    /// <summary>Makes a bound.</summary>
    /// <param name="norm">C: finite, at least 1e-9.</param>
    /// <exception cref="ArgumentOutOfRangeException">The bound is not finite or too small.</exception>
    public ClipBound(double norm)
    {
        if (!double.IsFinite(norm) || norm < Smallest)
        {
            var why = string.Create(CultureInfo.InvariantCulture, $"The clipping norm is {norm}; it must be a finite number of at least {Smallest}.");
            throw new ArgumentOutOfRangeException(nameof(norm), norm, why);
        }
        Norm = norm;
    }

    /// <summary>C, in the units of the gradient.</summary>
    public double Norm { get; }

    /// <summary>
    /// What to multiply each example's gradient by: min(1, C/norm) (Abadi et al. 2016, "Deep learning with differential privacy",
    /// algorithm 1), with C taken smaller by the part 2⁻²¹, so that rounding never lets a contribution exceed C; exactly 0 where
    /// the norm is not finite.
    /// </summary>
    /// <param name="norms">Norms of the examples' gradients, <c>[batch]</c>.</param>
    /// <returns>Factors between 0 and 1, <c>[batch]</c>, Float32.</returns>
    public Tensor Factors(Tensor norms)
    {
        ArgumentNullException.ThrowIfNull(norms);
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var host = norms.to(float64).cpu().contiguous();
        var factors = empty(host.numel(), float32);
        var read = MemoryMarshal.Cast<byte, double>(host.bytes);
        var written = MemoryMarshal.Cast<byte, float>(factors.bytes);
        for (var i = 0; i < read.Length; i++)
            written[i] = FactorOf(read[i]);
        return factors.to(norms.device).MoveToOuterDisposeScope();
    }

    /// <summary>The factor for one norm, as <see cref="Factors"/> gives it.</summary>
    internal float FactorOf(double norm)
    {
        var factor = (float)Math.Min(1, Norm * (1 - Margin) / norm);
        return double.IsFinite(norm) && factor >= SmallestNormal ? factor : 0;
    }

    /// <summary>The most by which the sum of clipped gradients can differ between neighbouring data sets.</summary>
    /// <param name="adjacency">Which data sets are neighbours.</param>
    /// <returns>C; 2C when one example is replaced by another.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The adjacency is not one of the enumeration.</exception>
    public double Sensitivity(Adjacency adjacency) => adjacency switch
    {
        Adjacency.AddOrRemoveOne or Adjacency.ZeroOut => Norm,
        Adjacency.ReplaceOne => 2 * Norm,
        _ => throw new ArgumentOutOfRangeException(nameof(adjacency), adjacency, "Not an adjacency."),
    };
}
