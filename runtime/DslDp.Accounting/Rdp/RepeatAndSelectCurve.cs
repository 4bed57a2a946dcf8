using System;
using System.Linq;

namespace DslDp.Accounting;

/// <summary>
/// The best of a random number of trials (Papernot and Steinke 2022, arXiv 2110.03620). Truncated negative binomial numbers:
/// r(λ) + (1+η)·min over λ̂ of ((1 − 1/λ̂)r(λ̂) + log(1/γ)/λ̂) + log(mean)/(λ−1). Poisson numbers:
/// r(λ) + mean·δ(log(1 + 1/(λ−1))) + log(mean)/(λ−1) with a mean of one or more. That leaves out the release of nothing at all; with it the
/// moment is at most 1 + mean·exp((λ−1)·mean·δ)·(exp((λ−1)r(λ)) − 1) for any mean, which is smaller. For with h = λ(1−F) − (λ−1)(1−F′), F and F′
/// the distribution functions of the trials' scores, the moment is exp(−mean) + mean·∫w·exp(−mean·h), where ∫w = exp((λ−1)r), h ≥ −(λ−1)δ and,
/// by Bernoulli's inequality, w ≥ −dh; and h falls from one to zero.
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
        if (isPoisson)
            return AtPoisson(order);
        double share = double.IsPositiveInfinity(order) ? 0 : Math.Log(mean) / (order - 1);
        return Math.Max(0, trial.At(order) + selection.Value + share) * (1 + Slack);
    }

    private double AtPoisson(double order)
    {
        double divergence = trial.At(order), delta = mean * TrialDelta(order);
        return double.IsPositiveInfinity(order) || double.IsPositiveInfinity(divergence)
            ? (divergence + delta) * (1 + Slack)
            : FromLogExcess(Math.Log(mean) + ((order - 1) * delta) + SmallDifferences.LogExpm1((order - 1) * divergence), order);
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
