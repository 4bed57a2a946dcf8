using System;

namespace DslDp.Accounting;

/// <summary>
/// The exponential mechanism: its losses lie in a range of width ε, so that it is ε²/8-zero-concentrated (Cesar and Rogers 2021),
/// and it is ε-differentially private besides.
/// </summary>
internal sealed class BoundedRangeCurve(double epsilon) : RenyiCurve
{
    private readonly RandomizedResponseCurve pure = new(epsilon);

    public override double At(double order) => Math.Min(pure.At(order), epsilon * epsilon / 8 * order * (1 + Slack));
}
