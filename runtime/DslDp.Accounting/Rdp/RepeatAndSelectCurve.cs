using System;
using System.Linq;

namespace DslDp.Accounting;

/// <summary>
/// The best of a random number of trials (Papernot and Steinke 2022, arXiv 2110.03620). Truncated negative binomial numbers:
/// r(λ) + (1+η)·min over λ̂ of ((1 − 1/λ̂)r(λ̂) + log(1/γ)/λ̂) + log(mean)/(λ−1). Poisson numbers:
/// r(λ) + mean·δ(log(1 + 1/(λ−1))) + log(mean)/(λ−1).
/// </summary>
internal sealed class RepeatAndSelectCurve : RenyiCurve
{
    private readonly RenyiProfile trial;
    private readonly double mean;
    private readonly bool isPoisson;
    private readonly Lazy<(double Order, double Divergence)[]> divergences;
    private readonly Lazy<double> selection;

    public RepeatAndSelectCurve(RenyiProfile trial, double mean, double shape)
    {
        this.trial = trial;
        this.mean = mean;
        isPoisson = double.IsPositiveInfinity(shape);
        divergences = new(() => RdpOrders.Default.Append(double.PositiveInfinity).Select(order => (order, trial.At(order))).ToArray());
        selection = new(() => isPoisson ? 0 : (1 + shape) * Selection(TrialNumbers.LogOdds(mean, shape)));
    }

    public override double At(double order)
    {
        double share = double.IsPositiveInfinity(order) ? 0 : Math.Log(mean) / (order - 1);
        double poisson = isPoisson ? mean * TrialDelta(order) : 0;
        return Math.Max(0, trial.At(order) + selection.Value + poisson + share) * (1 + Slack);
    }

    /// <summary>The order λ̂ = 1, at which no divergence enters, gives the first candidate.</summary>
    private double Selection(double logOdds) => Math.Min(logOdds, divergences.Value.Min(each =>
        double.IsPositiveInfinity(each.Order) ? each.Divergence : ((1 - (1 / each.Order)) * each.Divergence) + (logOdds / each.Order)));

    private double TrialDelta(double order)
    {
        double epsilon = double.IsPositiveInfinity(order) ? 0 : SmallDifferences.Log1p(1 / (order - 1));
        double best = divergences.Value.Min(each => RdpConversion.Delta(each.Order, each.Divergence, epsilon));
        return Math.Min(Math.Min(1, best), RdpConversion.DeltaAtZeroEpsilon(divergences.Value[0].Divergence));
    }
}
