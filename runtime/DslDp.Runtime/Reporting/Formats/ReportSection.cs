namespace DslDp.Reporting;

/// <summary>A part of a report under one heading, for the formats that people read.</summary>
/// <param name="Title">The heading.</param>
internal abstract record ReportSection(string Title);

/// <summary>A section of sentences.</summary>
internal sealed record TextSection(string Title, IReadOnlyList<string> Paragraphs) : ReportSection(Title);

/// <summary>A section of single facts.</summary>
internal sealed record FactSection(string Title, IReadOnlyList<ReportFact> Facts) : ReportSection(Title);

/// <summary>A section of rows that have the same columns.</summary>
/// <param name="Title">The heading.</param>
/// <param name="Columns">The names of the columns.</param>
/// <param name="Rows">One value for each column.</param>
internal sealed record TableSection(string Title, IReadOnlyList<string> Columns, IReadOnlyList<object?[]> Rows) : ReportSection(Title);

/// <summary>One line of a report.</summary>
/// <param name="Label">The name for people.</param>
/// <param name="Value">A number, a text, a truth value, or null when there is none.</param>
/// <param name="Note">What the value means, where the label does not say it.</param>
internal sealed record ReportFact(string Label, object? Value, string? Note = null);
