using System.Globalization;
using Xunit.Abstractions;

namespace DslDp.Generator.Tests.Robustness;

/// <summary>How many random programs a test tries: some hundreds, or with <c>DSLDP_LONG=1</c> many thousands. <c>DSLDP_SEED</c> repeats a run.</summary>
internal static class Effort
{
    public static bool IsLong { get; } = Environment.GetEnvironmentVariable("DSLDP_LONG") == "1";

    public static int Cases(int usual) => IsLong ? usual * 20 : usual;

    /// <summary>The seed of a run, which is printed so that the run can be repeated.</summary>
    public static int Seed(ITestOutputHelper output)
    {
        if (!int.TryParse(Environment.GetEnvironmentVariable("DSLDP_SEED"), NumberStyles.Integer, CultureInfo.InvariantCulture, out var seed)) seed = Random.Shared.Next();
        output.WriteLine($"seed {seed} (DSLDP_SEED repeats it)");
        return seed;
    }
}
