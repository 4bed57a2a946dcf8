using System.Globalization;

namespace DslDp.Reporting;

/// <summary>An axis of a chart: which numbers it spans, and where its marks are.</summary>
internal sealed record ChartAxis(string Label, double Least, double Greatest, IReadOnlyList<double> Marks, bool IsLogarithmic)
{
    private const int AboutSoManyMarks = 5;

    /// <summary>From zero to a round number that is not below the greatest value.</summary>
    public static ChartAxis FromZero(string label, IEnumerable<double> values)
    {
        var greatest = values.Where(double.IsFinite).DefaultIfEmpty(0).Max();
        if (!(greatest > 0))
            greatest = 1;
        var step = RoundStep(greatest / AboutSoManyMarks);
        var count = (int)Math.Ceiling((greatest / step) - 1e-9);
        return new(label, 0, count * step, [.. Enumerable.Range(0, count + 1).Select(i => i * step)], IsLogarithmic: false);
    }

    /// <summary>Powers of ten around the values, which are positive.</summary>
    public static ChartAxis Powers(string label, IEnumerable<double> values)
    {
        var all = values.ToArray();
        var (low, high) = ((int)Math.Floor(Math.Log10(all.Min()) + 1e-9), (int)Math.Ceiling(Math.Log10(all.Max()) - 1e-9));
        return new(label, Math.Pow(10, low), Math.Pow(10, Math.Max(high, low + 1)), [.. Enumerable.Range(low, Math.Max(high - low, 1) + 1).Select(power => Math.Pow(10, power))], IsLogarithmic: true);
    }

    /// <summary>Where a value lies, from 0 at the least to 1 at the greatest.</summary>
    public double Place(double value) => IsLogarithmic
        ? Math.Log(value / Least) / Math.Log(Greatest / Least)
        : (value - Least) / (Greatest - Least);

    /// <summary>A mark's number.</summary>
    public string Text(double mark) => IsLogarithmic
        ? $"1e{Math.Round(Math.Log10(mark)).ToString(CultureInfo.InvariantCulture)}"
        : mark.ToString("0.######", CultureInfo.InvariantCulture);

    /// <summary>1, 2 or 5 times a power of ten, not below the width.</summary>
    private static double RoundStep(double width)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(width)));
        return power * (width / power) switch { <= 1 => 1, <= 2 => 2, <= 5 => 5, _ => 10 };
    }
}
