using System;

namespace DslDp.Accounting;

/// <summary>
/// From the local model, in which each record is randomised before anybody sees it, to the central one, in which the collected answers are
/// released. Neighbours are data sets in which one record is replaced.
/// </summary>
public static class LocalPrivacy
{
    /// <summary>ε of the collected responses: that of one response, since a record has a part in its own response only.</summary>
    /// <param name="response">The randomised response of each record.</param>
    /// <returns>ε, at δ = 0.</returns>
    /// <exception cref="ArgumentNullException">The response is null.</exception>
    public static double CentralEpsilon(RandomizedResponseEvent response) => Require.NotNull(response, nameof(response)).Epsilon;

    /// <summary>
    /// ε of the collected responses after they have been shuffled, so that nobody knows which is whose: with ε₀ that of one response,
    /// log(1 + (exp ε₀ − 1)/(exp ε₀ + 1)·(8√(exp(ε₀)·log(4/δ)/n) + 8·exp(ε₀)/n)) for n ≥ 16·log(2/δ)·exp(ε₀) records, and never more than ε₀
    /// (Feldman, McMillan and Talwar 2021, arXiv 2012.12803).
    /// </summary>
    /// <param name="response">The randomised response of each record.</param>
    /// <param name="records">Number n of records, one or more, public.</param>
    /// <param name="delta">δ above 0 and at most 1.</param>
    /// <returns>An upper bound on ε at δ.</returns>
    /// <exception cref="ArgumentNullException">The response is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number of records is below one, or δ is not above 0 and at most 1.</exception>
    public static double ShuffledEpsilon(RandomizedResponseEvent response, long records, double delta)
    {
        double local = CentralEpsilon(response);
        double count = Require.Positive(records, nameof(records));
        if (!(delta > 0 && delta <= 1))
            throw new ArgumentOutOfRangeException(nameof(delta), delta, "delta must be above 0 and at most 1.");
        if (!(local + Math.Log(16 * Math.Log(2 / delta)) <= Math.Log(count)))
            return local;
        double growth = Math.Exp(local);
        double difference = SmallDifferences.Expm1(local) / (growth + 1);
        double shuffled = SmallDifferences.Log1p(difference * ((8 * Math.Sqrt(growth * Math.Log(4 / delta) / count)) + (8 * growth / count)));
        return Math.Min(local, shuffled * (1 + 1e-12));
    }
}
