using System.Globalization;

namespace DslDp.Reporting;

/// <summary>Values as text for people, the same on every machine.</summary>
internal static class ReportText
{
    public static string Of(object? value) => value switch
    {
        null => "–",
        bool truth => truth ? "yes" : "no",
        EpsilonValue epsilon => epsilon.ToString(),
        double number when double.IsFinite(number) => number.ToString("R", CultureInfo.InvariantCulture).Replace('E', 'e'),
        DateTimeOffset time => time.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "–",
    };
}
