using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;

namespace DslDp.Runtime.Tests.Watching;

/// <summary>Listens to the meters and activities of DslDp by .NET's own means, those that OpenTelemetry uses.</summary>
internal sealed class Watchers : IDisposable
{
    private readonly MeterListener meters = new();
    private readonly ActivityListener activities;

    public Watchers()
    {
        meters.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name is "DslDp" or "DslDp.Private")
                listener.EnableMeasurementEvents(instrument);
        };
        meters.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Points.Add((instrument.Name, value, Text(tags.ToArray()))));
        meters.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Points.Add((instrument.Name, value, Text(tags.ToArray()))));
        meters.Start();
        activities = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "DslDp",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity => Activities.Add(activity),
        };
        ActivitySource.AddActivityListener(activities);
    }

    public List<(string Instrument, double Value, string Tags)> Points { get; } = [];

    public List<Activity> Activities { get; } = [];

    public IEnumerable<string> ActivityTexts => Activities.Select(activity => $"{activity.DisplayName} {activity.Status} {activity.StatusDescription} {Text(activity.TagObjects)} {activity.Events.Count()}");

    public List<double> Of(string instrument) => [.. Points.Where(point => point.Instrument == instrument).Select(point => point.Value)];

    public void Dispose()
    {
        meters.Dispose();
        activities.Dispose();
    }

    private static string Text(IEnumerable<KeyValuePair<string, object?>> tags) =>
        string.Join(", ", tags.OrderBy(tag => tag.Key).Select(tag => string.Create(CultureInfo.InvariantCulture, $"{tag.Key}={tag.Value}")));
}
