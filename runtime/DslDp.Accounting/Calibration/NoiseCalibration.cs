using System;
using System.Globalization;

namespace DslDp.Accounting;

/// <summary>
/// Finds the parameter of a plan that spends a privacy budget and no more. Every answer was itself evaluated and found to be within the
/// budget before it is returned.
/// </summary>
public static class NoiseCalibration
{
    private const double Tolerance = 2e-7, RoughTolerance = 1e-4, NearTolerance = 3e-3, QuickTolerance = 1e-5;
    private const double SmallestNoise = 1.0 / (1 << 20);
    private const double LargestNoise = 1L << 40;

    /// <summary>The smallest noise multiplier, to within about a part in a hundred thousand, that keeps within the budget.</summary>
    /// <param name="eventAtNoise">The whole plan as an event, given the noise multiplier; its ε must not increase with the noise.</param>
    /// <param name="epsilon">ε of the budget, above zero.</param>
    /// <param name="delta">δ of the budget, between 0 and 1.</param>
    /// <param name="accountant">The method of accounting.</param>
    /// <param name="adjacency">The neighbouring relation.</param>
    /// <returns>
    /// A noise multiplier whose ε, by that accountant, is at most <paramref name="epsilon"/>; about 1e-6 when even that little noise is
    /// within the budget.
    /// </returns>
    /// <exception cref="ArgumentException">The budget is not a budget, or no noise meets it because other parts of the plan exceed it.</exception>
    /// <exception cref="UnsupportedEventException">The accountant cannot treat the plan.</exception>
    public static double FindNoiseMultiplier(
        Func<double, PrivacyEvent> eventAtNoise,
        double epsilon,
        double delta,
        AccountantKind accountant = AccountantKind.Pld,
        Adjacency adjacency = Adjacency.AddOrRemoveOne) =>
        FindNoise(Require.NotNull(eventAtNoise, nameof(eventAtNoise)), new Budget(epsilon, delta, accountant, adjacency)).Noise;

    /// <summary>The noise with the ε that the accountant gave for it.</summary>
    internal static (double Noise, double Epsilon) FindNoise(Func<double, PrivacyEvent> eventAtNoise, Budget budget) =>
        (budget.Kind == AccountantKind.Pld ? QuickNoise(eventAtNoise, budget) : null) ?? SafeNoise(eventAtNoise, budget);

    /// <summary>The noise by secants, from where a guess puts it; null where they lead nowhere.</summary>
    private static (double Noise, double Epsilon)? QuickNoise(Func<double, PrivacyEvent> eventAtNoise, Budget budget)
    {
        double start = Boundary(noise => budget.Guess(eventAtNoise(noise)), budget, 1, 2, NearTolerance);
        if (start <= 2 * SmallestNoise)
            return null;
        double slope = 1;
        return FeasibleBoundary.Near(noise => budget.Rough(eventAtNoise(noise)), budget.TargetEpsilon, start, ref slope, NearTolerance) is { } near
            ? FeasibleBoundary.Near(noise => budget.Epsilon(eventAtNoise(noise)), budget.TargetEpsilon, near.At, ref slope, QuickTolerance)
            : null;
    }

    private static (double Noise, double Epsilon) SafeNoise(Func<double, PrivacyEvent> eventAtNoise, Budget budget)
    {
        double start = Boundary(noise => budget.Rough(eventAtNoise(noise)), budget, 1, 2, RoughTolerance);
        double found = Boundary(noise => budget.Fine(eventAtNoise(noise)), budget, start, 1 + RoughTolerance, Tolerance);
        double spent;
        while (!((spent = budget.Epsilon(eventAtNoise(found))) <= budget.TargetEpsilon))
            found *= 1 + Tolerance;
        return (found, spent);
    }

    /// <summary>Brackets the smallest noise within the budget, going away from a first guess in growing steps, and narrows the bracket.</summary>
    private static double Boundary(Func<double, double> epsilonAt, Budget budget, double start, double ratio, double tolerance)
    {
        double meeting = start, step = ratio;
        double? failing = null;
        while (epsilonAt(meeting) > budget.TargetEpsilon)
        {
            if (meeting > LargestNoise)
                throw CannotMeet("No noise multiplier up to 1e12 keeps within", budget.TargetEpsilon, budget.Delta);
            (failing, meeting, step) = (meeting, meeting * step, Math.Min(4, step * step));
        }

        for (step = ratio; failing is null; step = Math.Min(4, step * step))
        {
            double lower = meeting / step;
            if (lower < SmallestNoise)
                return meeting;
            if (epsilonAt(lower) > budget.TargetEpsilon)
                failing = lower;
            else
                meeting = lower;
        }

        return FeasibleBoundary.Find(epsilonAt, budget.TargetEpsilon, failing.Value, meeting, tolerance);
    }

    /// <summary>The largest number of steps that keeps within the budget.</summary>
    /// <param name="eventAtSteps">The whole plan as an event, given the number of steps; its ε must not decrease with the steps.</param>
    /// <param name="epsilon">ε of the budget, above zero.</param>
    /// <param name="delta">δ of the budget, between 0 and 1.</param>
    /// <param name="accountant">The method of accounting.</param>
    /// <param name="adjacency">The neighbouring relation.</param>
    /// <param name="largest">The largest number of steps of interest.</param>
    /// <returns>A number of steps between 0 and <paramref name="largest"/>.</returns>
    /// <exception cref="ArgumentException">The budget is not a budget, or even zero steps exceed it.</exception>
    /// <exception cref="UnsupportedEventException">The accountant cannot treat the plan.</exception>
    public static long FindSteps(
        Func<long, PrivacyEvent> eventAtSteps,
        double epsilon,
        double delta,
        AccountantKind accountant = AccountantKind.Pld,
        Adjacency adjacency = Adjacency.AddOrRemoveOne,
        long largest = 1_000_000_000) =>
        FindLargest(eventAtSteps, 0, largest, new Budget(epsilon, delta, accountant, adjacency));

    /// <summary>The largest batch size that keeps within the budget.</summary>
    /// <param name="eventAtBatchSize">
    /// The whole plan as an event, given the expected batch size; its ε must not decrease with the batch size.
    /// </param>
    /// <param name="records">Number of records: the largest batch size.</param>
    /// <param name="epsilon">ε of the budget, above zero.</param>
    /// <param name="delta">δ of the budget, between 0 and 1.</param>
    /// <param name="accountant">The method of accounting.</param>
    /// <param name="adjacency">The neighbouring relation.</param>
    /// <returns>A batch size between 1 and <paramref name="records"/>.</returns>
    /// <exception cref="ArgumentException">The budget is not a budget, or even a batch of one exceeds it.</exception>
    /// <exception cref="UnsupportedEventException">The accountant cannot treat the plan.</exception>
    public static long FindBatchSize(
        Func<long, PrivacyEvent> eventAtBatchSize,
        long records,
        double epsilon,
        double delta,
        AccountantKind accountant = AccountantKind.Pld,
        Adjacency adjacency = Adjacency.AddOrRemoveOne) =>
        FindLargest(eventAtBatchSize, 1, Require.Positive(records, nameof(records)), new Budget(epsilon, delta, accountant, adjacency));

    private static long FindLargest(Func<long, PrivacyEvent> eventAt, long smallest, long largest, Budget budget)
    {
        Require.NotNull(eventAt, nameof(eventAt));
        if (!budget.Allows(eventAt(smallest)))
            throw CannotMeet("Even " + smallest.ToString(CultureInfo.InvariantCulture) + " exceeds", budget.TargetEpsilon, budget.Delta);
        long rough = LastWithin(smallest, smallest, largest, count => budget.Rough(eventAt(count)) <= budget.TargetEpsilon);
        while (rough > smallest && !budget.Allows(eventAt(rough)))
            rough = smallest + ((rough - smallest) / 2);
        return LastWithin(rough, smallest, largest, count => budget.Allows(eventAt(count)));
    }

    /// <summary>The last number for which a condition holds, given that it holds for the first: in doubling steps, then by bisection.</summary>
    private static long LastWithin(long first, long smallest, long largest, Func<long, bool> holds)
    {
        long within = first, step = Math.Max(1, (first - smallest) / 1000);
        while (within < largest && holds(Math.Min(largest, within + step)))
            (within, step) = (Math.Min(largest, within + step), step * 2);
        long beyond = Math.Min(largest, within + step);
        while (beyond - within > 1)
        {
            long middle = within + ((beyond - within) / 2);
            if (holds(middle))
                within = middle;
            else
                beyond = middle;
        }

        return within;
    }

    private static ArgumentException CannotMeet(string what, double epsilon, double delta) => new(
        what + " ε = " + epsilon.ToString("R", CultureInfo.InvariantCulture) + " at δ = " + delta.ToString("R", CultureInfo.InvariantCulture)
        + ": raise the budget or take other parts out of the plan.");
}
