using System;

namespace DslDp.Accounting;

/// <summary>
/// ρ-zero-concentrated differential privacy (Bun and Steinke 2016, arXiv 1605.02065): a Rényi divergence of at most ρα at every order α. ρ adds
/// up under composition.
/// </summary>
public static class ZeroConcentratedPrivacy
{
    /// <summary>ρ of a composition of Gaussian releases without sampling, discrete ones, trees, and zero-concentrated mechanisms with ξ = 0.</summary>
    /// <param name="event">What was composed.</param>
    /// <param name="adjacency">The neighbouring relation.</param>
    /// <returns>ρ, zero or more; infinity where something was released without protection.</returns>
    /// <exception cref="ArgumentNullException">The event is null.</exception>
    /// <exception cref="UnsupportedEventException">One of the events has no ρ, or none under the relation.</exception>
    public static double Rho(PrivacyEvent @event, Adjacency adjacency = Adjacency.AddOrRemoveOne)
    {
        double rho = 0;
        foreach ((PrivacyEvent element, long count) in Composition.Of(Require.NotNull(@event, nameof(@event)), 1).Elements)
        {
            if (element is NonPrivateEvent)
                return double.PositiveInfinity;
            string reason = "its Rényi divergence is not a multiple of the order";
            bool isConcentrated = element is GaussianEvent or DiscreteGaussianEvent or SingleEpochTreeAggregationEvent or TreeAggregationEvent or ZeroConcentratedEvent { Xi: 0 };
            if (!isConcentrated || RenyiCurves.Of(element, adjacency, out reason) is not { } curve)
                throw new UnsupportedEventException(element, nameof(ZeroConcentratedPrivacy), adjacency, reason);
            rho += count * (curve.At(2) / 2);
        }

        return rho;
    }

    /// <summary>ε at δ, by the Rényi divergences.</summary>
    /// <param name="rho">ρ, zero or more.</param>
    /// <param name="delta">δ between 0 and 1.</param>
    /// <returns>An upper bound on ε.</returns>
    /// <exception cref="ArgumentOutOfRangeException">ρ is negative or NaN, or δ does not lie between 0 and 1.</exception>
    public static double Epsilon(double rho, double delta) =>
        new RdpAccountant().Compose(new ZeroConcentratedEvent(Require.NonNegative(rho, nameof(rho)))).GetEpsilon(delta);
}
