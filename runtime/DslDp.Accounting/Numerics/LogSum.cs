using System;

namespace DslDp.Accounting;

/// <summary>A sum of positive terms of which only the logarithms fit into a double; holds the terms relative to the largest so far.</summary>
internal struct LogSum
{
    private double largest;
    private double scaled;

    /// <summary>The logarithm of the sum; −∞ while it is empty.</summary>
    public readonly double Value => scaled > 0 ? largest + Math.Log(scaled) : double.NegativeInfinity;

    /// <summary>Adds a term given by its logarithm; −∞ adds nothing, and +∞ makes the sum infinite.</summary>
    public void Add(double logTerm)
    {
        if (double.IsNegativeInfinity(logTerm))
            return;
        if (scaled == 0 || double.IsPositiveInfinity(logTerm))
        {
            largest = logTerm;
            scaled = 1;
        }
        else if (logTerm <= largest)
        {
            scaled += double.IsPositiveInfinity(largest) ? 0 : Math.Exp(logTerm - largest);
        }
        else
        {
            scaled = (scaled * Math.Exp(largest - logTerm)) + 1;
            largest = logTerm;
        }
    }
}
