using System;

namespace DslDp.Accounting;

/// <summary>Where a falling function of a positive number passes a target, approached from the side that meets the target.</summary>
internal static class FeasibleBoundary
{
    private const int Evaluations = 200, SecantEvaluations = 7;

    /// <summary>The longest step of a secant, on the logarithm.</summary>
    private const double LongestStep = 0.7;

    /// <summary>
    /// A number near a first guess, with the function's value there: it meets the target and is within the tolerance of it;
    /// null where that takes more than a few evaluations. ε falls about like a power of the noise, so that secants on the logarithms of both
    /// axes need two or three.
    /// </summary>
    /// <param name="function">A function that does not increase; it may be infinite.</param>
    /// <param name="target">The target, positive.</param>
    /// <param name="guess">The first guess.</param>
    /// <param name="slope">About how steeply the logarithm of the function falls; replaced by what is found.</param>
    /// <param name="tolerance">How far below the target, relatively, the function may be.</param>
    public static (double At, double Value)? Near(Func<double, double> function, double target, double guess, ref double slope, double tolerance)
    {
        double at = Math.Log(guess), value = function(guess), gap = Gap(value, target);
        for (int i = 1; i < SecantEvaluations && !double.IsInfinity(gap); i++)
        {
            if (gap <= 0 && gap >= -tolerance)
                return (Math.Exp(at), value);
            double step = (gap + (tolerance / 2)) / slope;
            double next = at + Math.Max(-LongestStep, Math.Min(LongestStep, step));
            value = function(Math.Exp(next));
            double nextGap = Gap(value, target);
            double found = (gap - nextGap) / (next - at);
            // Very near each other, the two values differ by little more than their grids.
            if (found > 0.05 && found < 1e3 && Math.Abs(next - at) > 10 * tolerance)
                slope = found;
            (at, gap) = (next, nextGap);
        }

        return null;
    }

    /// <summary>
    /// The end of a bracket, tighter than the relative tolerance, at which the function was evaluated and found to meet the target.
    /// Works on the logarithms of both axes by false position (Illinois), with a bisection wherever that stalls.
    /// </summary>
    /// <param name="function">A function that does not increase; it may be infinite.</param>
    /// <param name="target">The target, positive.</param>
    /// <param name="failing">A number at which the function exceeds the target.</param>
    /// <param name="meeting">A larger number at which it does not.</param>
    /// <param name="tolerance">Relative width of the final bracket.</param>
    public static double Find(Func<double, double> function, double target, double failing, double meeting, double tolerance)
    {
        double low = Math.Log(failing), high = Math.Log(meeting);
        double atLow = Gap(function(failing), target), atHigh = Gap(function(meeting), target);
        double best = meeting;
        bool wasMeeting = true;
        for (int i = 0, stalls = 0; i < Evaluations && high - low > tolerance; i++)
        {
            double width = high - low;
            double middle = (low + high) / 2;
            double guess = stalls > 2 || double.IsInfinity(atLow) || double.IsInfinity(atHigh)
                ? middle
                : high - (width * atHigh / (atHigh - atLow));
            // A guess right at the boundary would leave the bracket wide on one side: step a little past it.
            double margin = tolerance * 0.45;
            guess = Math.Min(Math.Max(guess + (high - guess > guess - low ? margin / 2 : -margin / 2), low + margin), high - margin);
            double at = Gap(function(Math.Exp(guess)), target);
            bool meets = at <= 0;
            if (meets)
                (high, atHigh, best) = (guess, at, Math.Exp(guess));
            else
                (low, atLow) = (guess, at);
            if (i > 0 && meets == wasMeeting)
                (atLow, atHigh) = meets ? (atLow / 2, atHigh) : (atLow, atHigh / 2);
            wasMeeting = meets;
            stalls = high - low > width / 2 ? stalls + 1 : 0;
        }

        return best;
    }

    private static double Gap(double value, double target) =>
        value <= 0 ? double.NegativeInfinity : Math.Log(value / target);
}
