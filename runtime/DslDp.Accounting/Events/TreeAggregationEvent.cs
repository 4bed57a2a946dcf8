namespace DslDp.Accounting;

/// <summary>
/// Prefix sums released through one binary tree of Gaussian noise that is never restarted, in whose steps each unit takes part repeatedly
/// (DP-FTRL, Kairouz et al. 2021, arXiv 2103.00039).
/// </summary>
public sealed record TreeAggregationEvent : PrivacyEvent
{
    /// <summary>Describes the releases of one tree.</summary>
    /// <param name="noiseMultiplier">Standard deviation of the noise on each tree node divided by the clipping norm.</param>
    /// <param name="steps">Number of steps; zero or more.</param>
    /// <param name="participations">In how many steps a unit takes part at most; zero or more.</param>
    /// <param name="separation">How many steps lie between two of them at least; zero or more.</param>
    /// <exception cref="System.ArgumentOutOfRangeException">A number is negative or NaN.</exception>
    public TreeAggregationEvent(double noiseMultiplier, long steps, long participations, long separation)
    {
        NoiseMultiplier = Require.NonNegative(noiseMultiplier, nameof(noiseMultiplier));
        Steps = Require.NonNegative(steps, nameof(steps));
        Participations = Require.NonNegative(participations, nameof(participations));
        Separation = Require.NonNegative(separation, nameof(separation));
    }

    /// <summary>Standard deviation of the noise on each tree node divided by the clipping norm.</summary>
    public double NoiseMultiplier { get; }

    /// <summary>Number of steps.</summary>
    public long Steps { get; }

    /// <summary>In how many steps a unit takes part at most.</summary>
    public long Participations { get; }

    /// <summary>How many steps lie between two participations at least.</summary>
    public long Separation { get; }

    private protected override string Arguments =>
        Text(NoiseMultiplier) + ", " + Text(Steps) + ", " + Text(Participations) + ", " + Text(Separation);
}
