using System;

namespace DslDp.Accounting;

/// <summary>
/// The Laplace mechanism (Mironov 2017): with t = Δ/b the moment is
/// α/(2α−1)·exp((α−1)t) + (α−1)/(2α−1)·exp(−αt). The linear terms of the two exponentials cancel exactly, so they are left out.
/// </summary>
internal sealed class LaplaceCurve(double lossBound) : RenyiCurve
{
    public override double At(double order)
    {
        if (double.IsPositiveInfinity(order) || (order - 1) * lossBound > 500)
            return lossBound;
        double excess = ((order * SmallDifferences.ExpMinusLinear((order - 1) * lossBound))
            + ((order - 1) * SmallDifferences.ExpMinusLinear(-order * lossBound))) / ((2 * order) - 1);
        return Math.Min(lossBound, FromLogExcess(Math.Log(excess), order));
    }
}
