using System.Diagnostics.Metrics;

namespace DslDp.Watching;

/// <summary>The meter “DslDp.Private”: what was computed from private data without a charge. It comes into being with the first run that asks for it.</summary>
internal sealed class PrivateMetrics(string modelName)
{
    public const string Name = "DslDp.Private";

    private static readonly Meter Meter = new(Name);
    private static readonly Gauge<long> BatchSize = Meter.CreateGauge<long>("dsldp.private.batch.size", "{example}", "PRIVATE: examples drawn for the step.");
    private static readonly Gauge<double> Loss = Meter.CreateGauge<double>("dsldp.private.loss.mean", "1", "PRIVATE: mean loss of the batch.");
    private static readonly Gauge<double> MeanNorm = Meter.CreateGauge<double>("dsldp.private.gradient.norm.mean", "1", "PRIVATE: mean norm of the examples' gradients before clipping.");
    private static readonly Gauge<double> GreatestNorm = Meter.CreateGauge<double>("dsldp.private.gradient.norm.max", "1", "PRIVATE: greatest norm of the examples' gradients before clipping.");
    private static readonly Gauge<double> Clipped = Meter.CreateGauge<double>("dsldp.private.clipped.fraction", "1", "PRIVATE: part of the examples whose gradients were scaled down.");

    private readonly KeyValuePair<string, object?> model = new("dsldp.model", modelName);
    private readonly KeyValuePair<string, object?> marked = new("dsldp.private", true);

    public void Record(PrivateValues values)
    {
        BatchSize.Record(values.BatchSize, model, marked);
        Record(Loss, values.MeanLoss);
        Record(MeanNorm, values.MeanNorm);
        Record(GreatestNorm, values.GreatestNorm);
        Record(Clipped, values.ClippedFraction);
    }

    private void Record(Gauge<double> gauge, double? value)
    {
        if (value is { } number)
            gauge.Record(number, model, marked);
    }
}
