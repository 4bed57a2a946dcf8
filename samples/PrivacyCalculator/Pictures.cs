using System.Globalization;
using DslDp;
using DslDp.Accounting;
using ScottPlot;

namespace PrivacyCalculator;

/// <summary>ε against the length of the run and against the batch size, as PNG files.</summary>
internal static class Pictures
{
    private const int Points = 24, Width = 900, Height = 560;

    public static void EpsilonAgainstSteps(Plan plan, IReadOnlyList<double> noises, string path)
    {
        long[] steps = Spread(Math.Max(1, plan.Steps / 50), plan.Steps);
        Draw(path, "steps", $"Sampling probability {plan.SamplingProbability:0.######}, δ = {plan.Delta}", noises, steps, (accountant, noise, count) => PrivacyAccountant.Create(accountant).Compose(plan.StepsOf(count, noise)).GetEpsilon(plan.Delta));
    }

    public static void EpsilonAgainstBatchSize(Plan plan, IReadOnlyList<double> noises, string path)
    {
        long[] batches = Spread(Math.Max(1, plan.Batch / 8), Math.Min(plan.Records, plan.Batch * 8L));
        Draw(path, "batch size", $"{plan.Epochs} epochs over {plan.Records} records, δ = {plan.Delta}", noises, batches, (accountant, noise, batch) => (plan with { Batch = (int)batch }).Epsilon(accountant, noise));
    }

    private static void Draw(string path, string horizontal, string title, IReadOnlyList<double> noises, long[] positions, Func<AccountantKind, double, long, double> epsilon)
    {
        using var plot = new Plot();
        foreach (double noise in noises)
        {
            Color color = plot.Add.Palette.GetColor(plot.PlottableList.Count / 2);
            foreach (AccountantKind accountant in new[] { AccountantKind.Pld, AccountantKind.Rdp })
            {
                var line = plot.Add.Scatter(positions.Select(each => (double)each).ToArray(), positions.Select(each => epsilon(accountant, noise, each)).ToArray(), color);
                line.LegendText = string.Create(CultureInfo.InvariantCulture, $"σ = {noise:0.###}, {accountant.ToString().ToUpperInvariant()}");
                line.LineWidth = 2;
                line.MarkerSize = 0;
                line.LinePattern = accountant == AccountantKind.Pld ? LinePattern.Solid : LinePattern.Dashed;
            }
        }

        plot.Title(title);
        plot.XLabel(horizontal);
        plot.YLabel("ε (upper bound)");
        plot.Axes.AutoScale();
        plot.Axes.SetLimitsY(0, plot.Axes.GetLimits().Top);
        plot.ShowLegend(Alignment.UpperLeft);
        plot.SavePng(path, Width, Height);
    }

    /// <summary>Whole numbers from one end to the other in equal ratios.</summary>
    private static long[] Spread(long least, long most) =>
        [.. Enumerable.Range(0, Points).Select(i => (long)Math.Round(least * Math.Pow((double)most / least, i / (Points - 1.0)))).Distinct()];
}
