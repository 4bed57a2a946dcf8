using TorchSharp;
using static TorchSharp.torch;

namespace DslDp.Clipping.Measures;

/// <summary>
/// What a norm must be raised by where the sum over positions is made in 32 bits by the library, in another order than the norm: where
/// positions cancel, what rounding leaves may be longer than what remains.
/// </summary>
/// <remarks>
/// A sum of n products in 32 bits is off by e·M at most, with e = (n + 2)·2⁻²⁴ and M = Σₜ |gₜ||aₜ| (Higham 2002, “Accuracy and Stability of
/// Numerical Algorithms”, section 3.1). What is added has the norm r + e·M at most, if r is the true one. With √(r² + q²M²) for r, the
/// factor keeps it within the bound if r + e·M ≤ (1 + m)·√(r² + q²M²), where m is what <see cref="ClipBound"/> leaves; the right side less
/// the left is least at r = q·M/√(2m), and not negative there for q ≥ e/√(2m). Where positions do not cancel, the norm grows by a part of
/// q²M²/2r², for n = 4 below 3·10⁻⁷.
/// </remarks>
internal static class RoundingAllowance
{
    // 1/√(2m), where m is 3/4 of 2⁻²¹: the rest of ClipBound's margin covers the rounding of norm and factor.
    private const double PerRounding = 1183;

    /// <summary>What to add to the squared norms.</summary>
    /// <param name="terms">Σₜ |gₜ||aₜ|, <c>[batch]</c>, Float64.</param>
    /// <param name="positions">Number of products that are added up.</param>
    public static Tensor Square(Tensor terms, long positions)
    {
        using Scalar part = PerRounding * (positions + 2) / (1 << 24);
        return terms.mul(part).Squared();
    }
}
