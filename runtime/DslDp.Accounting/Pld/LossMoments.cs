using System;
using System.Collections.Generic;
using System.Linq;

namespace DslDp.Accounting;

/// <summary>
/// A bound on ε by the moments of the losses alone, for compositions that no grid holds: those of very many or very heavy-tailed losses.
/// Outcomes, not losses, are cut into equal cells, each of which is divided between its ends as in <see cref="LossDiscretizer"/>, so that
/// nothing is understated. Rare large losses, which would spoil every moment, are counted as infinite instead, at the price of a share of
/// δ; for the rest log δ(ε) ≤ K(t) − tε + t·log t − (t+1)·log(t+1) at every t above zero, where K is the logarithm of E exp(t·loss).
/// </summary>
internal sealed class LossMoments
{
    private const int Cells = 2048;

    /// <summary>Quadrature and sums are exact to this, relatively.</summary>
    private const double Rounding = 1e-12;

    /// <summary>Shares of δ that the losses counted as infinite may take together.</summary>
    private static readonly double[] Shares = [0, 1e-6, 1e-3, 0.02, 0.2];

    private readonly List<(double[] Losses, double[] Masses, double Infinity, double Count)> parts = new();
    private readonly double delta;

    /// <summary>Cuts the losses of one direction into cells.</summary>
    /// <param name="losses">The composed losses with their numbers.</param>
    /// <param name="exchanged">Whether Q is looked at against P.</param>
    /// <param name="delta">δ.</param>
    public LossMoments(IEnumerable<RepeatedLosses> losses, bool exchanged, double delta)
    {
        this.delta = delta;
        foreach ((LossAlternatives alternatives, long count) in losses)
        {
            var cells = new LossCells(exchanged);
            foreach ((double weight, LossPair pair) in alternatives.Parts)
                cells.Add(pair, weight, Cells);
            (double[] all, double[] masses) = cells.Sorted();
            parts.Add((all, masses, cells.Infinity, count));
        }
    }

    /// <summary>The smallest ε proved; infinite if there is none.</summary>
    public double Epsilon() => Shares.Min(EpsilonWithout);

    private double EpsilonWithout(double share)
    {
        double infinity = 0;
        var kept = new List<(double[] Losses, double[] Masses, int Length, double Count)>();
        foreach ((double[] losses, double[] masses, double beyond, double count) in parts)
        {
            double most = share * delta / (parts.Count * count), cut = 0;
            int length = losses.Length;
            while (length > 1 && cut + masses[length - 1] <= most)
                cut += masses[--length];
            infinity += count * (beyond + cut);
            kept.Add((losses, masses, length, count));
        }

        double left = delta - infinity;
        if (!(left > 0))
            return double.PositiveInfinity;
        double logDelta = Math.Log(left);
        double At(double logTilt)
        {
            double t = Math.Exp(logTilt), log = 0;
            foreach ((double[] losses, double[] masses, int length, double count) in kept)
                log += count * LogMoment(losses, masses, length, t);
            double bound = (log - logDelta - SmallDifferences.Log1p(t) + (t * Math.Log(t / (t + 1)))) / t;
            return double.IsNaN(bound) ? double.PositiveInfinity : bound;
        }

        return Math.Max(0, Least(At));
    }

    /// <summary>log E exp(t·loss), raised by what rounding may have taken.</summary>
    private static double LogMoment(double[] losses, double[] masses, int length, double t)
    {
        // With one taken out of each term, so that tiny losses are not lost in a moment that is nearly one.
        double near = 0, magnitude = 0;
        var far = default(LogSum);
        for (int i = 0; i < length; i++)
        {
            double exponent = t * losses[i];
            if (exponent >= 500)
            {
                far.Add(exponent + Math.Log(masses[i]));
                continue;
            }

            double term = masses[i] * SmallDifferences.Expm1(exponent);
            near += term;
            magnitude += Math.Abs(term);
        }

        double excess = near + (Rounding * magnitude);
        if (double.IsNegativeInfinity(far.Value))
            return excess > -1 ? SmallDifferences.Log1p(excess) : double.PositiveInfinity;
        far.Add(Math.Log(Math.Max(1e-300, 1 + excess)));
        return far.Value + Rounding;
    }

    /// <summary>The least value of a function that falls and then rises: a coarse search in steps, then golden sections.</summary>
    private static double Least(Func<double, double> function)
    {
        const double From = -30, To = 40, Step = 2, Golden = 0.6180339887498949;
        double best = double.PositiveInfinity, at = 0;
        for (double x = From; x <= To; x += Step)
        {
            double value = function(x);
            if (value < best)
                (best, at) = (value, x);
        }

        double low = at - Step, high = at + Step;
        for (int i = 0; i < 26; i++)
        {
            double left = high - (Golden * (high - low)), right = low + (Golden * (high - low));
            double atLeft = function(left), atRight = function(right);
            best = Math.Min(best, Math.Min(atLeft, atRight));
            (low, high) = atLeft <= atRight ? (low, right) : (left, high);
        }

        return best;
    }
}
