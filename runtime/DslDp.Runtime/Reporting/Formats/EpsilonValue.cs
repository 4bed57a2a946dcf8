using System.Globalization;

namespace DslDp.Reporting;

/// <summary>
/// A value of ε. For people it is rounded up, since a figure below the true one would promise too much; JSON has it in full.
/// </summary>
internal readonly record struct EpsilonValue(double Value)
{
    private const double Unit = 1e-4;

    /// <summary>ε rounded up to four decimal places; what is read back from the text is not below the value.</summary>
    public override string ToString()
    {
        var rounded = Math.Ceiling(Value / Unit) * Unit;
        var text = Format(rounded);

        // Neither the division nor the decimal form is exact.
        return double.Parse(text, CultureInfo.InvariantCulture) < Value ? Format(rounded + Unit) : text;
    }

    private static string Format(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);
}
