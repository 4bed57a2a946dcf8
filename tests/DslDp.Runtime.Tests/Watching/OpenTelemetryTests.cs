using System.Diagnostics;
using DslDp.Runtime.Tests.Training;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace DslDp.Runtime.Tests.Watching;

/// <summary>The OpenTelemetry SDK sees the meter and the activities as docs/watching-a-run.md says.</summary>
public sealed class OpenTelemetryTests
{
    [Fact]
    public void TheSdkCollectsMetricsAndTheSpansOfARun()
    {
        var (metrics, spans) = (new List<MetricSnapshot>(), new List<Activity>());
        using var model = new HandWrittenModel();
        using var data = SmallData.Records();
        double epsilon;
        using (var meters = Sdk.CreateMeterProviderBuilder().AddMeter("DslDp").AddInMemoryExporter(metrics).Build())
        using (var tracers = Sdk.CreateTracerProviderBuilder().AddSource("DslDp").AddInMemoryExporter(spans).Build())
        {
            epsilon = model.TrainPrivately(Plans.WithNoise(2, steps: 25), data).Report.Epsilon;
            meters.ForceFlush();
            tracers.ForceFlush();
        }

        Assert.Equal(25, Point("dsldp.training.steps").GetSumLong());
        Assert.Equal(epsilon, Point("dsldp.privacy.epsilon").GetGaugeLastValueDouble());
        var run = Assert.Single(spans, span => span.Parent is null && span.ParentSpanId == default);
        Assert.Equal(3, spans.Count(span => span.ParentSpanId == run.SpanId));
        Assert.DoesNotContain(metrics, metric => metric.Name.Contains("private.", StringComparison.Ordinal) || metric.Name.Contains("duration", StringComparison.Ordinal));

        MetricPoint Point(string name) => metrics.Last(metric => metric.Name == name).MetricPoints.Single(point => HasModel(point));
    }

    private static bool HasModel(MetricPoint point)
    {
        foreach (var tag in point.Tags)
        {
            if (tag is { Key: "dsldp.model", Value: nameof(HandWrittenModel) })
                return true;
        }
        return false;
    }
}
