using System;
using System.Linq;

namespace DslDp.Accounting;

/// <summary>
/// The best of a random number of trials (Papernot and Steinke 2022, arXiv 2110.03620). Truncated negative binomial numbers, theorem 2:
/// r(λ) + (1+η)·min over λ̂ of ((1 − 1/λ̂)r(λ̂) + log(1/γ)/λ̂) + log(mean)/(λ−1). Poisson numbers, theorem 6:
/// r(λ) + mean·δ(log(1 + 1/(λ−1))) + log(mean)/(λ−1).
/// </summary>
internal sealed class RepeatAndSelectCurve(RenyiProfile trial, double mean, double shape) : RenyiCurve
{
    private readonly Lazy<double> selection = new(() => double.IsPositiveInfinity(shape)
        ? 0
        : (1 + shape) * RdpOrders.Extended.Append(double.PositiveInfinity).Min(order => Selection(trial.At(order), order, TrialNumbers.LogOdds(mean, shape))));

    public override double At(double order)
    {
        double share = double.IsPositiveInfinity(order) ? 0 : Math.Log(mean) / (order - 1);
        double poisson = double.IsPositiveInfinity(shape) ? mean * TrialDelta(order) : 0;
        return Math.Max(0, trial.At(order) + selection.Value + poisson + share) * (1 + Slack);
    }

    private static double Selection(double divergence, double order, double logOdds) =>
        double.IsPositiveInfinity(order) ? divergence : ((1 - (1 / order)) * divergence) + (logOdds / order);

    private double TrialDelta(double order)
    {
        double epsilon = double.IsPositiveInfinity(order) ? 0 : SmallDifferences.Log1p(1 / (order - 1));
        double best = RdpOrders.Extended.Append(double.PositiveInfinity).Min(other => RdpConversion.Delta(other, trial.At(other), epsilon));
        return Math.Min(Math.Min(1, best), RdpConversion.DeltaAtZeroEpsilon(trial.At(RdpOrders.Extended[0])));
    }
}
