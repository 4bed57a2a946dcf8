using System.Globalization;
using DslDp;
using DslDp.Accounting;
using Spectre.Console;

namespace PrivacyCalculator;

/// <summary>How much noise each accountant asks for, and what the other would say of it.</summary>
internal static class NoiseTable
{
    public static Table Of(Plan plan, IEnumerable<double> targets)
    {
        var table = new Table()
            .AddColumn("target ε")
            .AddColumn("σ by PLD")
            .AddColumn("σ by RDP")
            .AddColumn("ε by PLD at σ by PLD")
            .AddColumn("ε by RDP at σ by PLD")
            .AddColumn("safe minimum of both");
        foreach (double target in targets)
            table.AddRow(Row(plan, target));
        return table;
    }

    private static string[] Row(Plan plan, double target)
    {
        double losses = Noise(plan, target, AccountantKind.Pld), moments = Noise(plan, target, AccountantKind.Rdp);
        double byLosses = plan.Epsilon(AccountantKind.Pld, losses), byMoments = plan.Epsilon(AccountantKind.Rdp, losses);
        // Both are upper bounds, so the smaller one is too.
        return [Number(target), Up(losses), Up(moments), Up(byLosses), Up(byMoments), Up(Math.Min(byLosses, byMoments))];
    }

    private static double Noise(Plan plan, double target, AccountantKind accountant) =>
        NoiseCalibration.FindNoiseMultiplier(plan.Event, target, plan.Delta, accountant);

    private static string Number(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);

    /// <summary>Rounded up: neither a noise nor an ε is shown smaller than it is.</summary>
    private static string Up(double value) => (Math.Ceiling(value * 10_000) / 10_000).ToString("0.0000", CultureInfo.InvariantCulture);
}
