using Microsoft.Extensions.Logging;

namespace DslDp.Runtime.Tests.Watching;

/// <summary>One log record as a structured logger sees it.</summary>
internal sealed record Record(EventId Event, LogLevel Level, string Message, IReadOnlyDictionary<string, object?> Fields, Exception? Exception)
{
    public override string ToString() => $"{Event.Id} {Event.Name} {Level} {Message} {string.Join(", ", Fields.OrderBy(field => field.Key).Select(field => $"{field.Key}={field.Value}"))} {Exception}";
}
