using System.Text.Json.Nodes;
using DslDp.Accounting;

namespace DslDp.Reporting;

/// <summary>Draws up a report a second time from what it says of its run, and compares.</summary>
internal static class ReportVerifier
{
    public static ReportVerification Verify(string json) => Verify(json, ReportFigures.Of);

    /// <summary>The same with the accountants given.</summary>
    public static ReportVerification Verify(string json, Func<RunRecord, ReportFigures> figuresOf)
    {
        try
        {
            var document = ReportJson.Read(json);
            return new([.. LeftOut(json, document), .. Discrepancies(document, figuresOf), .. DigestOf(document)]);
        }
        catch (FormatException exception)
        {
            return new([new("", exception.Message)]);
        }
    }

    private static IEnumerable<ReportDiscrepancy> Discrepancies(ReportDocument document, Func<RunRecord, ReportFigures> figuresOf)
    {
        if (document.Format != ReportDocument.CurrentFormat)
            return [new("format", $"it is \"{document.Format}\"; this version verifies {ReportDocument.CurrentFormat}")];
        try
        {
            var run = RunRecord.Of(document);
            ReportDiscrepancy[] contradictions = [.. RunChecks.Of(run)];
            if (contradictions.Length > 0)
                return contradictions;
            var (stated, computed) = (ReportFigures.Of(document), figuresOf(run));
            return
            [
                .. FigureChecks.Compare(stated, computed),
                .. FigureChecks.ComparePlan(run.Plan, computed),
                // Sentences follow from the stated numbers, which were compared already with some room for rounding.
                .. TreeComparison.Of(ReportJson.Tree(document), ReportJson.Tree(ReportComposer.Compose(run, stated) with { Digest = document.Digest })),
            ];
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or UnsupportedEventException or ArithmeticException)
        {
            return [new("", $"The numbers cannot be computed from what the report says of its run: {exception.Message}")];
        }
    }

    // A member that may be left out in code is always written.
    private static IEnumerable<ReportDiscrepancy> LeftOut(string json, ReportDocument document) =>
        TreeComparison.Of(JsonNode.Parse(json), ReportJson.Tree(document));

    private static IEnumerable<ReportDiscrepancy> DigestOf(ReportDocument document)
    {
        if (ReportJson.Sealed(document).Digest != document.Digest)
            yield return new("digest", "it is not that of this report: the report was edited after it had been drawn up");
    }
}
