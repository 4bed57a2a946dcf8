namespace DslDp.Reporting;

/// <summary>A part of a report under one heading. All formats are written from the same sections.</summary>
/// <param name="Key">The name in JSON.</param>
/// <param name="Title">The heading.</param>
internal abstract record ReportSection(string Key, string Title);

/// <summary>A section of single facts.</summary>
internal sealed record FactSection(string Key, string Title, IReadOnlyList<ReportFact> Facts) : ReportSection(Key, Title);

/// <summary>A section of rows that have the same columns.</summary>
/// <param name="Key">The name in JSON.</param>
/// <param name="Title">The heading.</param>
/// <param name="Columns">The names of the columns, single words: in JSON they are keys.</param>
/// <param name="Rows">One value for each column.</param>
internal sealed record TableSection(string Key, string Title, IReadOnlyList<string> Columns, IReadOnlyList<object?[]> Rows) : ReportSection(Key, Title);
