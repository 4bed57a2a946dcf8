using System.Collections.Generic;
using System.Linq;

namespace DslDp.Accounting;

/// <summary>
/// The Rényi curves of a composition, added up, beside the probability with which an (ε, δ) mechanism in it may fail altogether: such a
/// mechanism is dominated by randomised response with ε, except that with probability δ it tells everything.
/// </summary>
internal sealed class RenyiProfile(IReadOnlyList<(RenyiCurve Curve, long Count)> curves, double failureProbability)
{
    /// <summary>1 − Π(1 − δ) over the (ε, δ) mechanisms.</summary>
    public double FailureProbability { get; } = failureProbability;

    public double At(double order) => curves.Sum(each => each.Count * each.Curve.At(order));

    /// <summary>The δ that is left to the Rényi part; zero or negative when the failures alone exceed δ.</summary>
    public double Remaining(double delta) =>
        FailureProbability == 0 ? delta : (delta - FailureProbability) / (1 - FailureProbability) * (1 - 1e-12);
}
