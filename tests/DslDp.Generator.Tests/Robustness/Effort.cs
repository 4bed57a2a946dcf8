using System.Globalization;

namespace DslDp.Generator.Tests.Robustness;

/// <summary>How many random programs a test tries: some hundreds, or with <c>DSLDP_LONG=1</c> many thousands. <c>DSLDP_SEED</c> repeats a run.</summary>
internal static class Effort
{
    public static bool IsLong { get; } = Environment.GetEnvironmentVariable("DSLDP_LONG") == "1";

    public static int Cases(int usual) => IsLong ? usual * 20 : usual;

    public static int Seed() =>
        int.TryParse(Environment.GetEnvironmentVariable("DSLDP_SEED"), NumberStyles.Integer, CultureInfo.InvariantCulture, out var seed) ? seed : Random.Shared.Next();
}
