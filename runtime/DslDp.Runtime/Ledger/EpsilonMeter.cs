using System.Diagnostics;

namespace DslDp.Ledger;

/// <summary>
/// ε so far, cheaply enough for a progress bar. An accountant may take longer than a step of training, so the meter looks
/// ahead: it asks for ε at a coming step and shows that value until the step is reached. What it shows is never below what was spent.
/// </summary>
internal sealed class EpsilonMeter(Func<long, double> epsilonAfter, double epsilonBefore = 0)
{
    private long horizon;
    private double epsilonAtHorizon = epsilonBefore;

    /// <summary>A meter for a run that charges the same event at each step, after other releases.</summary>
    public static EpsilonMeter For(PrivacyPlan plan, IReadOnlyList<LedgerEntry> others)
    {
        return new(steps => Epsilon([.. others, new LedgerEntry(plan.StepEvent, steps)]), others.Count == 0 ? 0 : Epsilon(others));

        double Epsilon(IEnumerable<LedgerEntry> entries) => AccountantFactory.Epsilon(plan.Accountant, plan.Adjacency, PrivacyLedger.Together(entries), plan.Delta);
    }

    /// <summary>How long the accountant took for its last answer.</summary>
    public TimeSpan LastTook { get; private set; }

    /// <summary>An upper bound on ε after <paramref name="steps"/> steps.</summary>
    /// <param name="steps">Steps charged so far; not fewer than at the last call.</param>
    /// <param name="lookAhead">The step up to which the bound may serve, if a new one must be computed.</param>
    public double AtMost(long steps, long lookAhead)
    {
        if (steps > horizon)
        {
            horizon = Math.Max(steps, lookAhead);
            var asked = Stopwatch.GetTimestamp();
            epsilonAtHorizon = epsilonAfter(horizon);
            LastTook = Stopwatch.GetElapsedTime(asked);
        }
        return epsilonAtHorizon;
    }
}
