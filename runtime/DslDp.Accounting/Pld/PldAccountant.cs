using System;
using System.Collections.Generic;
using System.Linq;

namespace DslDp.Accounting;

/// <summary>
/// Privacy loss distributions: the losses of the events, discretised without understating them (connect-the-dots), are convolved, and δ is
/// read off the result in both directions between neighbours. The bound is tight up to the grid. Gaussian releases of the whole data set
/// alone are exact (Balle and Wang 2018).
/// </summary>
public sealed class PldAccountant : PrivacyAccountant
{
    /// <summary>Share of δ that the tails left out of all single losses may cost together.</summary>
    private const double TailShare = 1e-10;

    /// <summary>The share of δ below which a guess of δ was too large.</summary>
    private const double FairGuess = 1e-3;

    private const double LeastGuess = 1e-30;

    private const int Attempts = 4;

    private readonly GridPolicy policy;

    /// <summary>Makes an accountant that has composed nothing.</summary>
    /// <param name="adjacency">The neighbouring relation.</param>
    /// <param name="discretizationInterval">
    /// The largest distance of the grid points on which losses are rounded; where it alone would raise the bound visibly, the grid is finer.
    /// Null to choose the distance by the width of the composed loss. Every choice gives an upper bound.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">The relation is not defined, or the interval is not a finite number above zero.</exception>
    public PldAccountant(Adjacency adjacency = Adjacency.AddOrRemoveOne, double? discretizationInterval = null)
        : this(adjacency, GridPolicy.Default with
        {
            Interval = discretizationInterval is { } interval ? Require.PositiveFinite(interval, nameof(discretizationInterval)) : null,
        })
    {
    }

    internal PldAccountant(Adjacency adjacency, GridPolicy policy)
        : base(adjacency) => this.policy = policy;

    /// <summary>
    /// A lower bound on the true ε of what was composed, so that the gap to <see cref="PrivacyAccountant.GetEpsilon"/> is visible. It is a
    /// diagnostic, not a guarantee: take it for what cannot be improved, never for what was spent.
    /// </summary>
    /// <param name="delta">δ above 0 and at most 1.</param>
    /// <returns>A number between zero and the true ε of the composed dominating pairs, up to rounding.</returns>
    /// <exception cref="ArgumentOutOfRangeException">δ is not above 0 and at most 1.</exception>
    public double GetEpsilonLowerBound(double delta)
    {
        if (!(delta > 0 && delta <= 1))
            throw new ArgumentOutOfRangeException(nameof(delta), delta, "delta must be above 0 and at most 1.");
        if (delta == 1 || !Composition.Elements.Any())
            return 0;
        if (Composition.Elements.Any(each => each.Event is NonPrivateEvent))
            return double.PositiveInfinity;
        if (OnlyGaussians)
            return EpsilonFor(delta) * (1 - 1e-9);
        var composer = new LossComposer(LossPairs.Of(Composition, Adjacency, delta * TailShare));
        double epsilon = EpsilonFor(delta);
        if (epsilon == 0 || double.IsPositiveInfinity(epsilon))
            return 0;
        LossWindow[] windows = Windows(composer, cumulants => LossWindow.ForBoth(cumulants, composer.Count, epsilon, delta, 0));
        return composer.Compose(windows, policy.Interval is null ? GridPolicy.Fine : policy).Max(loss => loss.LowerEpsilon(delta));
    }

    /// <summary>About what ε is, by the saddle point of a few hundred losses: for the first steps of a search, and for nothing else.</summary>
    internal double GuessEpsilon(double delta)
    {
        if (!Composition.Elements.Any() || delta == 0 || Composition.Elements.Any(each => each.Event is NonPrivateEvent))
            return GetEpsilon(delta);
        var composer = new LossComposer(LossPairs.Of(Composition, Adjacency, delta * TailShare));
        double forward = LossWindow.EpsilonAt(composer.Forward, delta);
        return Math.Max(0, composer.IsSymmetric ? forward : Math.Max(forward, LossWindow.EpsilonAt(composer.Backward, delta)));
    }

    private protected override void Admit(PrivacyEvent element)
    {
        if (LossPairs.Of(element, Adjacency, 0.1, out string reason) is null)
            throw Unsupported(element, reason);
    }

    private protected override void Forget()
    {
    }

    private protected override double EpsilonFor(double delta)
    {
        if (OnlyGaussians)
            return AnalyticGaussian.Epsilon(LossPairs.GaussianShift(Composition, Adjacency), delta);
        if (delta == 0)
            return LargestLoss();
        var composer = new LossComposer(LossPairs.Of(Composition, Adjacency, delta * TailShare));
        var effort = new GridEffort(policy);
        double epsilon = LargestLoss();
        LossWindow[] windows = Windows(composer, cumulants => LossWindow.ForDelta(cumulants, composer.Count, delta, 0));
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            IReadOnlyList<ComposedLoss> losses = composer.Compose(windows, effort.Grid);
            epsilon = Math.Min(epsilon, losses.Max(loss => loss.Epsilon(delta)));
            effort.Judge(losses, windows, epsilon, delta, inEpsilon: true);
            if (attempt == 0 && effort.IsInDoubt && policy.MayRefine)
                epsilon = Math.Min(epsilon, composer.EpsilonByMoments(delta));
            if (!effort.IsWorthMore)
                break;
            if (effort.NeedsNewWindows)
                windows = Windows(composer, cumulants => LossWindow.ForBoth(cumulants, composer.Count, epsilon, delta, effort.Caution));
        }

        return epsilon;
    }

    private protected override double DeltaFor(double epsilon)
    {
        if (OnlyGaussians)
            return AnalyticGaussian.Delta(LossPairs.GaussianShift(Composition, Adjacency), epsilon);
        if (epsilon >= LargestLoss())
            return 0;
        var effort = new GridEffort(policy);
        double expected = Math.Max(LeastGuess, LossWindow.DeltaAt(new LossComposer(LossPairs.Of(Composition, Adjacency, LeastGuess)).Forward, epsilon));
        double delta = 1;
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            var composer = new LossComposer(LossPairs.Of(Composition, Adjacency, expected * TailShare));
            LossWindow[] windows = Windows(composer, cumulants => LossWindow.ForBoth(cumulants, composer.Count, epsilon, expected, effort.Caution));
            IReadOnlyList<ComposedLoss> losses = composer.Compose(windows, effort.Grid);
            delta = Math.Min(delta, losses.Max(loss => loss.Delta(epsilon)));
            effort.Judge(losses, windows, epsilon, delta, inEpsilon: false);
            // What is left out was measured by the δ expected: where that was far too large, measure again.
            if (!effort.IsWorthMore && delta >= expected * FairGuess)
                break;
            expected = Math.Max(LeastGuess * LeastGuess, delta);
        }

        return delta;
    }

    private bool OnlyGaussians => Composition.Elements.All(each => each.Event is GaussianEvent);

    private static LossWindow[] Windows(LossComposer composer, Func<Func<double, Cumulants>, LossWindow> window) =>
        composer.IsSymmetric ? [window(composer.Forward)] : Beside(window(composer.Forward), window(composer.Backward));

    private static LossWindow[] Beside(LossWindow forward, LossWindow backward) => [forward.Beside(backward), backward.Beside(forward)];

    /// <summary>The ε of pure differential privacy: the sum of the largest losses, infinite if any has no bound.</summary>
    private double LargestLoss()
    {
        double largest = 0;
        foreach ((LossAlternatives losses, long count) in LossPairs.Of(Composition, Adjacency, 0.1))
            largest += count * losses.LargestLoss;

        return largest * (1 + 1e-14);
    }
}
