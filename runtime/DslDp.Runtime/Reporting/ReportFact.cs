namespace DslDp.Reporting;

/// <summary>One line of a report.</summary>
/// <param name="Key">The name in JSON.</param>
/// <param name="Label">The name for people.</param>
/// <param name="Value">A number, a text, a truth value, or null when there is none.</param>
/// <param name="Note">What the value means, where the label does not say it.</param>
internal sealed record ReportFact(string Key, string Label, object? Value, string? Note = null);
