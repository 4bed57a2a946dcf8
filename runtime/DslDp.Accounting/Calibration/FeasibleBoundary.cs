using System;

namespace DslDp.Accounting;

/// <summary>Where a falling function of a positive number passes a target, approached from the side that meets the target.</summary>
internal static class FeasibleBoundary
{
    private const int Evaluations = 200;

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
