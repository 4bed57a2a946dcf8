namespace DslDp.Accounting;

/// <summary>
/// An upper bound on the Rényi divergence of one event, as a function of the order: the larger of the two directions between neighbours.
/// </summary>
internal abstract class RenyiCurve
{
    /// <summary>
    /// Relative amount by which computed divergences are raised. The quadratures and sums behind them are sums of non-negative terms
    /// with relative errors below 1e-12, so the raised value is an upper bound; the price is invisible in any ε.
    /// </summary>
    public const double Slack = 1e-10;

    /// <summary>Bound on the divergence.</summary>
    /// <param name="order">The order, above 1; infinity stands for the maximum divergence.</param>
    /// <returns>Zero or more; infinity where the divergence has no bound. Never NaN.</returns>
    public abstract double At(double order);

    /// <summary>The divergence, raised by the slack, that belongs to log(A − 1), where A = E_Q[(P/Q)^order] is the moment.</summary>
    protected static double FromLogExcess(double logExcess, double order) =>
        SmallDifferences.LogOnePlusExp(logExcess) / (order - 1) * (1 + Slack);
}
