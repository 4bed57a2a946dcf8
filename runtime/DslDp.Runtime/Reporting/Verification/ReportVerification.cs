namespace DslDp.Reporting;

/// <summary>What came out of the verification of a report.</summary>
/// <param name="Discrepancies">What does not add up, in the order of the report; empty when everything does.</param>
public sealed record ReportVerification(IReadOnlyList<ReportDiscrepancy> Discrepancies)
{
    /// <summary>Whether every number follows from the events and the report was not edited.</summary>
    public bool AddsUp => Discrepancies.Count == 0;

    /// <summary>One line for each discrepancy, or that there is none.</summary>
    public override string ToString() => AddsUp
        ? "The report adds up: every number follows from its events, and its digest is its own."
        : string.Join('\n', Discrepancies);
}

/// <summary>Something in a report that does not add up.</summary>
/// <param name="Path">Where, as in <c>guarantee.epsilon</c>; empty for the whole report.</param>
/// <param name="Message">What is wrong, with what is stated and what it should be.</param>
public sealed record ReportDiscrepancy(string Path, string Message)
{
    /// <summary>Both in one line.</summary>
    public override string ToString() => Path.Length == 0 ? Message : $"{Path}: {Message}";
}
