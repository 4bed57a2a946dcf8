using Microsoft.Extensions.Logging;

namespace DslDp.Runtime.Tests.Watching;

/// <summary>A logger that keeps what it hears.</summary>
internal sealed class Records : ILogger
{
    public List<Record> All { get; } = [];

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        All.Add(new(eventId, logLevel, formatter(state, exception), ((IEnumerable<KeyValuePair<string, object?>>)state!).ToDictionary(), exception));
}
