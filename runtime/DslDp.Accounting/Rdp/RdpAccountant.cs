using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;

namespace DslDp.Accounting;

/// <summary>
/// Rényi differential privacy (Mironov 2017): the divergences of the events add up at each order, and the best order gives (ε, δ) by
/// proposition 12 of Canonne, Kamath and Steinke (arXiv 2004.00010). With the customary orders, the grid is extended as long as the best
/// order lies at its edge.
/// </summary>
public sealed class RdpAccountant : PrivacyAccountant
{
    private readonly bool extend;
    private RenyiProfile? profile;

    /// <summary>Makes an accountant that has composed nothing.</summary>
    /// <param name="adjacency">The neighbouring relation.</param>
    /// <param name="orders">The orders to use, finite and above 1, and no others; null for the customary ones, extended where needed.</param>
    /// <exception cref="ArgumentOutOfRangeException">The relation is not defined.</exception>
    /// <exception cref="ArgumentException">An order is 1 or less or not finite, or there is none.</exception>
    public RdpAccountant(Adjacency adjacency = Adjacency.AddOrRemoveOne, IEnumerable<double>? orders = null)
        : base(adjacency)
    {
        extend = orders is null;
        Orders = orders is null ? RdpOrders.Default : RdpOrders.Checked(orders);
    }

    /// <summary>The customary orders: 1.1 to 11 by tenths, 12 to 63, 128, 256, 512 and 1024.</summary>
    public static IReadOnlyList<double> DefaultOrders => RdpOrders.Default;

    /// <summary>The orders that this accountant looks at, ascending.</summary>
    public IReadOnlyList<double> Orders { get; }

    private RenyiProfile Profile => profile ??= RenyiCurves.Profile(Composition, Adjacency);

    /// <summary>An upper bound on the Rényi divergence of what was composed, failures of (ε, δ) mechanisms aside.</summary>
    /// <param name="order">The order, 1 or more; 1 is the Kullback–Leibler divergence, infinity the maximum divergence.</param>
    /// <returns>Zero or more; infinity where there is no bound.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The order is below 1 or NaN.</exception>
    public double GetRenyiDivergence(double order)
    {
        if (!(order >= 1))
            throw new ArgumentOutOfRangeException(nameof(order), order, "order must be 1 or more.");
        // A divergence grows with its order, so the smallest order that is computed bounds the Kullback–Leibler divergence.
        return Profile.At(Math.Max(order, RdpOrders.Extended[0]));
    }

    /// <summary>
    /// The same bound as <see cref="PrivacyAccountant.GetEpsilon"/> with the customary orders, found without looking at every order.
    /// The bound is a convex function of the order divided by order − 1, hence it falls and then rises, and bisection finds its lowest point.
    /// </summary>
    internal double QuickEpsilon(double delta)
    {
        delta = Profile.Remaining(delta);
        if (!(delta > 0))
            return EpsilonAtInfinity(delta);
        ReadOnlyCollection<double> orders = RdpOrders.Extended;
        if (RdpConversion.ProvesZeroEpsilon(Profile.At(orders[0]), delta))
            return 0;
        int low = 0, high = orders.Count - 1;
        while (low < high)
        {
            int middle = (low + high) / 2;
            double here = EpsilonAt(orders[middle], delta), next = EpsilonAt(orders[middle + 1], delta);
            if (here <= next)
                high = middle;
            else
                low = middle + 1;
        }

        return Math.Max(0, Math.Min(EpsilonAt(orders[low], delta), EpsilonAtInfinity(delta)));
    }

    private protected override void Admit(PrivacyEvent element)
    {
        if (RenyiCurves.Of(element, Adjacency, out string reason) is null)
            throw Unsupported(element, reason);
    }

    private protected override void Forget() => profile = null;

    private protected override double EpsilonFor(double delta)
    {
        delta = Profile.Remaining(delta);
        if (!(delta > 0))
            return EpsilonAtInfinity(delta);
        if (RdpConversion.ProvesZeroEpsilon(GetRenyiDivergence(1), delta))
            return 0;
        double best = Best(order => EpsilonAt(order, delta));
        return Math.Max(0, Math.Min(best, EpsilonAtInfinity(delta)));
    }

    private protected override double DeltaFor(double epsilon)
    {
        double best = Math.Min(
            Math.Min(1, Math.Exp(Best(order => RdpConversion.LogDelta(order, Profile.At(order), epsilon)))),
            RdpConversion.Delta(double.PositiveInfinity, Profile.At(double.PositiveInfinity), epsilon));
        best = Math.Min(best, RdpConversion.DeltaAtZeroEpsilon(GetRenyiDivergence(1)));
        return Profile.FailureProbability + ((1 - Profile.FailureProbability) * best);
    }

    private double EpsilonAt(double order, double delta) => RdpConversion.Epsilon(order, Profile.At(order), delta);

    private double EpsilonAtInfinity(double delta) => delta >= 0 ? Profile.At(double.PositiveInfinity) : double.PositiveInfinity;

    /// <summary>The least value over the orders, followed beyond the edge of the customary grid as long as it falls.</summary>
    private double Best(Func<double, double> boundAt)
    {
        double best = double.PositiveInfinity;
        double bestOrder = Orders[0];
        foreach (double order in Orders)
            Consider(order);
        if (extend)
        {
            for (int i = RdpOrders.Extended.IndexOf(Orders[0]); i > 0 && bestOrder == RdpOrders.Extended[i]; i--)
                Consider(RdpOrders.Extended[i - 1]);
            for (int i = RdpOrders.Extended.IndexOf(Orders[Orders.Count - 1]); i + 1 < RdpOrders.Extended.Count && bestOrder == RdpOrders.Extended[i]; i++)
                Consider(RdpOrders.Extended[i + 1]);
        }

        return best;

        void Consider(double order)
        {
            double value = boundAt(order);
            if (value < best)
                (best, bestOrder) = (value, order);
        }
    }
}
