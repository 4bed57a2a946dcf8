namespace DslDp.Reporting;

/// <summary>The pictures of a report: only of numbers that may be published.</summary>
internal static class ReportCharts
{
    public static IEnumerable<LineChart> Of(ReportDocument report)
    {
        var guarantee = report.Guarantee;
        var course = guarantee.Course.Select(point => ((double)point.Step, point.Epsilon)).ToArray();
        yield return new("ε in the course of the run", ChartAxis.FromZero("step", [report.Mechanism.StepsPlanned]), ChartAxis.FromZero("ε", [.. course.Select(point => point.Epsilon), guarantee.PlannedEpsilon, guarantee.MaxEpsilon]), course)
        {
            Limit = (guarantee.MaxEpsilon, "budget"),
        };

        var curve = guarantee.Curve.OrderBy(point => point.Delta).Select(point => (point.Delta, point.Epsilon)).ToArray();
        yield return new("ε against δ", ChartAxis.Powers("δ", curve.Select(point => point.Delta)), ChartAxis.FromZero("ε", curve.Select(point => point.Epsilon)), curve);

        var evaluations = report.History.Where(entry => entry.Evaluation is { } value && double.IsFinite(value)).Select(entry => ((double)entry.Step, entry.Evaluation!.Value)).ToArray();
        if (evaluations.Length > 0 && evaluations.All(point => point.Value >= 0))
            yield return new($"{report.Run.Evaluation}, on data that are not to be protected", ChartAxis.FromZero("step", [report.Mechanism.StepsPlanned]), ChartAxis.FromZero(report.Run.Evaluation ?? "evaluation", evaluations.Select(point => point.Value)), evaluations);
    }
}
