using System.Globalization;

namespace DslDp.Reporting;

/// <summary>
/// A value of ε. For people it is rounded up, since a figure below the true one would promise too much; JSON has it in full.
/// </summary>
internal readonly record struct EpsilonValue(double Value)
{
    private const double Unit = 1e-4;

    /// <summary>ε rounded up to four decimal places.</summary>
    public override string ToString()
    {
        var rounded = Math.Ceiling(Value / Unit) * Unit;
        // The division may itself have rounded down.
        return (rounded < Value ? rounded + Unit : rounded).ToString("0.####", CultureInfo.InvariantCulture);
    }
}
