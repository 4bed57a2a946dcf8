using System;
using System.Globalization;

namespace DslDp.Accounting;

/// <summary>The checks that the constructors of events and the accountants share, each with a message that says what to do.</summary>
internal static class Require
{
    public static double NonNegative(double value, string name) =>
        value >= 0 ? value : throw Refused(value, name, "must be zero or more (infinity is allowed, NaN is not)");

    public static double NonNegativeFinite(double value, string name) =>
        value >= 0 && value <= double.MaxValue ? value : throw Refused(value, name, "must be a finite number, zero or more");

    public static double PositiveFinite(double value, string name) =>
        value > 0 && value <= double.MaxValue ? value : throw Refused(value, name, "must be a finite number above zero");

    public static double Probability(double value, string name) =>
        value >= 0 && value <= 1 ? value : throw Refused(value, name, "must lie between 0 and 1");

    public static long NonNegative(long value, string name) =>
        value >= 0 ? value : throw new ArgumentOutOfRangeException(name, value, name + " must be zero or more.");

    public static long Positive(long value, string name) =>
        value > 0 ? value : throw new ArgumentOutOfRangeException(name, value, name + " must be one or more.");

    public static T NotNull<T>(T? value, string name)
        where T : class => value ?? throw new ArgumentNullException(name);

    private static ArgumentOutOfRangeException Refused(double value, string name, string rule) =>
        new(name, value, name + " " + rule + ", but is " + value.ToString("R", CultureInfo.InvariantCulture) + ".");
}
