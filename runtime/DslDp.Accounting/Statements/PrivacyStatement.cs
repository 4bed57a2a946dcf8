using System;
using System.Linq;

namespace DslDp.Accounting;

/// <summary>
/// What a plan spends, by every method that can treat it: the smallest of the bounds is the statement, and the others are its witnesses.
/// </summary>
public sealed record PrivacyStatement
{
    /// <summary>How far an upper bound may lie below a lower bound before that is a contradiction and not rounding.</summary>
    private const double Rounding = 1e-6;

    private PrivacyStatement(PrivacyEvent @event, double delta, Adjacency adjacency)
    {
        Event = @event;
        Delta = delta;
        Adjacency = adjacency;
    }

    /// <summary>The plan.</summary>
    public PrivacyEvent Event { get; }

    /// <summary>δ of the statement.</summary>
    public double Delta { get; }

    /// <summary>The neighbouring relation of the statement.</summary>
    public Adjacency Adjacency { get; }

    /// <summary>ε of the statement: the smallest of the bounds.</summary>
    public double Epsilon { get; private init; }

    /// <summary>The bound by privacy loss distributions, or null where they do not apply.</summary>
    public double? PldEpsilon { get; private init; }

    /// <summary>The bound by Rényi divergences, or null where they do not apply.</summary>
    public double? RdpEpsilon { get; private init; }

    /// <summary>The exact ε where there is a closed form: Gaussian releases without sampling.</summary>
    public double? ClosedFormEpsilon { get; private init; }

    /// <summary>A lower bound on what this plan spends, or null where there is none: no accountant can do better.</summary>
    public double? LowerBound { get; private init; }

    /// <summary>Evaluates a plan by every method and compares them.</summary>
    /// <param name="event">The whole plan.</param>
    /// <param name="delta">δ above 0 and at most 1.</param>
    /// <param name="adjacency">The neighbouring relation.</param>
    /// <returns>The smallest valid bound with its witnesses.</returns>
    /// <exception cref="UnsupportedEventException">No method can treat the plan under the relation.</exception>
    /// <exception cref="InvalidOperationException">Two methods contradict each other: one of them has a defect, and none is to be trusted.</exception>
    /// <exception cref="ArgumentException">The plan is null or δ is not above 0 and at most 1.</exception>
    public static PrivacyStatement Compute(PrivacyEvent @event, double delta, Adjacency adjacency = Adjacency.AddOrRemoveOne) =>
        Compute(@event, delta, new PldAccountant(adjacency), new RdpAccountant(adjacency));

    /// <summary>The same with the accountants given.</summary>
    internal static PrivacyStatement Compute(PrivacyEvent @event, double delta, PldAccountant byLosses, PrivacyAccountant byMoments)
    {
        Adjacency adjacency = byLosses.Adjacency;
        Require.NotNull(@event, nameof(@event));
        if (!(delta > 0 && delta <= 1))
            throw new ArgumentOutOfRangeException(nameof(delta), delta, "delta must be above 0 and at most 1.");
        var losses = Admitted(byLosses, @event, out UnsupportedEventException? refusal) as PldAccountant;
        PrivacyAccountant? moments = Admitted(byMoments, @event, out _);
        if (losses is null && moments is null)
            throw refusal!;
        var statement = new PrivacyStatement(@event, delta, adjacency)
        {
            PldEpsilon = losses?.GetEpsilon(delta),
            RdpEpsilon = moments?.GetEpsilon(delta),
            ClosedFormEpsilon = ClosedForm(@event, delta, adjacency),
            LowerBound = Composition.Of(@event, 1).Elements.All(each => LossPairs.IsAttained(each.Event)) ? losses?.GetEpsilonLowerBound(delta) : null,
        };
        double?[] bounds = [statement.PldEpsilon, statement.RdpEpsilon, statement.ClosedFormEpsilon];
        double smallest = bounds.Where(bound => bound is not null).Min()!.Value;
        // The closed form is exact, so that it is a lower bound for the others too.
        Check(smallest, Math.Max(statement.LowerBound ?? 0, statement.ClosedFormEpsilon ?? 0), statement);
        return statement with { Epsilon = smallest };
    }

    private static void Check(double upper, double lower, PrivacyStatement statement)
    {
        if (!(upper >= lower * (1 - Rounding)))
        {
            throw new InvalidOperationException(FormattableString.Invariant(
                $"The accountants contradict each other on {statement.Event} under {statement.Adjacency} at δ = {statement.Delta:R}: an upper bound of {upper:R} lies below a lower bound of {lower:R} (PLD {statement.PldEpsilon:R}, RDP {statement.RdpEpsilon:R}, closed form {statement.ClosedFormEpsilon:R}). Report this as a defect and trust none of them."));
        }
    }

    private static PrivacyAccountant? Admitted(PrivacyAccountant accountant, PrivacyEvent @event, out UnsupportedEventException? refusal)
    {
        refusal = null;
        try
        {
            return accountant.Compose(@event);
        }
        catch (UnsupportedEventException unsupported)
        {
            refusal = unsupported;
            return null;
        }
    }

    private static double? ClosedForm(PrivacyEvent @event, double delta, Adjacency adjacency)
    {
        var composition = Composition.Of(@event, 1);
        return composition.Elements.All(each => each.Event is GaussianEvent)
            ? AnalyticGaussian.Epsilon(LossPairs.GaussianShift(composition, adjacency), delta)
            : null;
    }
}
