using System;
using System.Linq;

namespace DslDp.Accounting;

/// <summary>
/// What protects one unit protects a group of k units with kε and k·exp((k−1)ε)·δ (Vadhan 2017): ε grows with the group, and δ
/// grows faster. A user-level guarantee from a record-level one is this with k the most records that a user has.
/// </summary>
public static class GroupPrivacy
{
    private const double LargestEpsilon = 500;
    private const int Bisections = 18;

    /// <summary>ε for a group.</summary>
    /// <param name="size">Number k of units in the group, one or more.</param>
    /// <param name="epsilon">ε for one unit.</param>
    /// <returns>kε.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The size is below one, or ε is negative or NaN.</exception>
    public static double Epsilon(long size, double epsilon) =>
        Require.Positive(size, nameof(size)) * Require.NonNegative(epsilon, nameof(epsilon));

    /// <summary>δ for a group at kε.</summary>
    /// <param name="size">Number k of units in the group, one or more.</param>
    /// <param name="epsilon">ε for one unit.</param>
    /// <param name="delta">δ for one unit at that ε.</param>
    /// <returns>k·exp((k−1)ε)·δ, at most 1.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The size is below one, ε is negative or NaN, or δ does not lie between 0 and 1.</exception>
    public static double Delta(long size, double epsilon, double delta)
    {
        Require.Positive(size, nameof(size));
        Require.NonNegative(epsilon, nameof(epsilon));
        if (Require.Probability(delta, nameof(delta)) == 0)
            return 0;
        return Math.Min(1, size * Math.Exp((size - 1) * epsilon) * delta);
    }

    /// <summary>δ for a group at a given ε of the group, by an accountant of single units: k·exp((k−1)ε/k)·δ(ε/k).</summary>
    /// <param name="accountant">What was composed, for one unit.</param>
    /// <param name="size">Number k of units in the group, one or more.</param>
    /// <param name="groupEpsilon">ε for the group.</param>
    /// <returns>An upper bound on δ for the group.</returns>
    /// <exception cref="ArgumentException">The accountant is null, the size is below one, or ε is negative or NaN.</exception>
    public static double Delta(PrivacyAccountant accountant, long size, double groupEpsilon)
    {
        Require.NotNull(accountant, nameof(accountant));
        double epsilon = Require.NonNegative(groupEpsilon, nameof(groupEpsilon)) / Require.Positive(size, nameof(size));
        return Delta(size, epsilon, accountant.GetDelta(epsilon));
    }

    /// <summary>
    /// The smallest ε for a group at a δ for the group, by an accountant of single units: a user-level guarantee where a user has at most so
    /// many records. It grows faster than the group, since the δ of a single unit must be smaller than that of the group.
    /// </summary>
    /// <param name="accountant">What was composed, for one unit.</param>
    /// <param name="size">Number k of units in the group, one or more.</param>
    /// <param name="groupDelta">δ for the group, between 0 and 1.</param>
    /// <returns>An upper bound on ε for the group; infinity where none is proved.</returns>
    /// <exception cref="ArgumentException">The accountant is null, the size is below one, or δ does not lie between 0 and 1.</exception>
    public static double Epsilon(PrivacyAccountant accountant, long size, double groupDelta)
    {
        Require.NotNull(accountant, nameof(accountant));
        Require.Positive(size, nameof(size));
        if (size == 1 || Require.Probability(groupDelta, nameof(groupDelta)) == 1)
            return accountant.GetEpsilon(groupDelta);
        // Pure differential privacy needs no δ; else ε of a unit is looked for at which k·exp((k−1)ε)·δ(ε) is small enough.
        double pure = accountant.GetEpsilon(0);
        double high = 1e-6;
        while (Delta(size, high, accountant.GetDelta(high)) > groupDelta && high < Math.Min(pure, LargestEpsilon))
            high *= 2;
        if (high >= Math.Min(pure, LargestEpsilon))
            return Epsilon(size, pure);
        double low = high / 2;
        for (int i = 0; i < Bisections; i++)
        {
            double middle = (low + high) / 2;
            if (Delta(size, middle, accountant.GetDelta(middle)) > groupDelta)
                low = middle;
            else
                high = middle;
        }

        return Epsilon(size, high);
    }

    /// <summary>
    /// What a group of units, which are added, removed or zeroed out together, is subject to where a unit is subject to the given event: a Gaussian
    /// release counts with k times the sensitivity, and in a Poisson-sampled one as many of the k are drawn as a binomial law says (Ganesh 2024,
    /// arXiv 2401.10294). Composed by an accountant of losses it gives a far smaller ε than the general bounds of this class.
    /// </summary>
    /// <param name="event">What one unit is subject to: Gaussian releases, also Poisson-sampled, and their compositions.</param>
    /// <param name="size">Number k of units in the group, one or more.</param>
    /// <returns>The event for the group; null where the event has a part of another kind.</returns>
    /// <exception cref="ArgumentException">The event is null or the size is below one.</exception>
    public static PrivacyEvent? EventOf(PrivacyEvent @event, long size)
    {
        Require.Positive(size, nameof(size));
        switch (Require.NotNull(@event, nameof(@event)))
        {
            case NoOpEvent or NonPrivateEvent:
                return @event;
            case GaussianEvent gaussian:
                return new GaussianEvent(gaussian.NoiseMultiplier / size);
            case PoissonSampledEvent { Event: GaussianEvent gaussian } sampled:
                double[] drawn = Binomial(size, sampled.SamplingProbability);
                return new MixtureOfGaussiansEvent(gaussian.NoiseMultiplier, drawn.Select((_, count) => (double)count), drawn);
            case SelfComposedEvent repeated:
                return EventOf(repeated.Event, size) is { } each ? new SelfComposedEvent(each, repeated.Count) : null;
            case ComposedEvent sequence:
                PrivacyEvent?[] parts = [.. sequence.Events.Select(part => EventOf(part, size))];
                return parts.Contains(null) ? null : new ComposedEvent(parts!);
            default:
                return null;
        }
    }

    /// <summary>The probabilities with which 0, 1, … k of k units are drawn; that of none is what the others leave, so that they sum to one.</summary>
    private static double[] Binomial(long size, double probability)
    {
        var probabilities = new double[size + 1];
        double choices = 1;
        for (int count = 1; count <= size; count++)
        {
            choices *= (size - count + 1) / (double)count;
            probabilities[count] = choices * Math.Pow(probability, count) * Math.Pow(1 - probability, size - count);
        }

        probabilities[0] = Math.Max(0, 1 - probabilities.Skip(1).Sum());
        return probabilities;
    }
}
