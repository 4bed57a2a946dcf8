using System.Globalization;
using System.Text.Json;
using System.Xml.Linq;
using DslDp.Reporting;

namespace DslDp.Runtime.Tests.Reporting;

/// <summary>The formats say the same, and keep whole whatever stands in them.</summary>
public sealed class ReportFormatTests
{
    private const string Trap = "\"a\" <b> & |c| \\ ü";

    private static readonly PrivacyReport Report = Reports.Of(Reports.All["with a release of another kind"] with
    {
        Plan = Reports.Plan with { Layers = [new("hidden", Trap, "ghost norm")] },
    });

    [Fact]
    public void JsonHasNumbersInFull()
    {
        var json = JsonDocument.Parse(Report.ToJson()).RootElement;
        Assert.Equal(ReportDocument.CurrentFormat, json.GetProperty("format").GetString());
        Assert.Equal(Report.Epsilon, json.GetProperty("guarantee").GetProperty("epsilon").GetDouble());
        Assert.Equal(JsonValueKind.Null, json.GetProperty("guarantee").GetProperty("rho").ValueKind);
        Assert.Equal(Trap, json.GetProperty("plan").GetProperty("layers")[0].GetProperty("layer").GetString());
    }

    [Fact]
    public void WhatIsEndlessIsAWordInJson()
    {
        var run = Reports.All["complete"];
        var endless = Reports.Of(run with { Ledger = [.. run.Ledger, new(new Accounting.NonPrivateEvent(), 1) { Kind = ReleaseKind.Other, What = "the data" }] });
        Assert.Equal("Infinity", JsonDocument.Parse(endless.ToJson()).RootElement.GetProperty("guarantee").GetProperty("epsilon").GetString());
        Assert.Contains("(ε = Infinity, ", endless.Guarantee);
        Assert.Contains("| ε spent | Infinity |", endless.ToMarkdown());
        Assert.Contains("<svg", endless.ToHtml());
        Assert.Equal("", string.Join('\n', PrivacyReport.Verify(endless.ToJson()).Discrepancies));
    }

    [Fact]
    public void MarkdownKeepsItsTablesWhole()
    {
        var lines = Report.ToMarkdown().Split('\n');
        Assert.Equal("# Privacy report: HandWrittenModel", lines[0]);
        Assert.Contains("| hidden | \"a\" &lt;b> & \\|c\\| \\\\ ü | ghost norm |", lines);
        Assert.Contains(lines, line => line.StartsWith("| ρ | – |", StringComparison.Ordinal));
        for (var i = 1; i < lines.Length; i++)
        {
            if (lines[i].StartsWith('|') && lines[i - 1].StartsWith('|'))
                Assert.Equal(Cells(lines[i - 1]), Cells(lines[i]));
        }

        static int Cells(string line) => line.Replace("\\|", "", StringComparison.Ordinal).Count(character => character == '|');
    }

    [Fact]
    public void HtmlIsOneWholePageWithEverythingEncoded()
    {
        var page = Page(Report.ToHtml());
        var cells = page.Descendants("td").Select(cell => cell.Value).ToList();
        Assert.Contains(Trap, cells);
        Assert.Contains(Report.Guarantee, page.Descendants("p").Select(paragraph => paragraph.Value));
        Assert.Equal("Privacy report: HandWrittenModel", page.Descendants("title").Single().Value);
        Assert.Empty(page.Descendants("script"));
        Assert.DoesNotContain("src=", Report.ToHtml());
        Assert.DoesNotContain("url(", Report.ToHtml());
    }

    [Fact]
    public void ThePicturesShowTheNumbersOfTheReport()
    {
        var pictures = Page(Report.ToHtml()).Descendants("svg").ToArray();
        Assert.Equal(3, pictures.Length);
        Assert.Equal(Report.Document.Guarantee.Course.Count, pictures[0].Descendants("circle").Count());
        Assert.Equal(Report.Document.Guarantee.Curve.Count, pictures[1].Descendants("circle").Count());
        Assert.Contains("budget", pictures[0].Value);
        Assert.StartsWith("test accuracy", pictures[2].Attribute("aria-label")!.Value);
        Assert.All(pictures.SelectMany(picture => picture.Descendants("circle")), circle =>
        {
            Assert.InRange(double.Parse(circle.Attribute("cx")!.Value, CultureInfo.InvariantCulture), 0, 420);
            Assert.InRange(double.Parse(circle.Attribute("cy")!.Value, CultureInfo.InvariantCulture), 0, 260);
        });
    }

    [Fact]
    public void NothingIsDrawnThatMayNotBePublished()
    {
        var report = Reports.Of("with private values in its logs");
        Assert.Equal(2, Page(report.ToHtml()).Descendants("svg").Count());
        Assert.Contains("Private values in logs", report.ToMarkdown());
    }

    [Fact]
    public void AContradictionOfTheAccountantsIsReportedAndDoesNotHold()
    {
        var (run, figures) = (Reports.All["complete"], ReportFigures.Of(Reports.Of("complete").Document));
        var report = ReportComposer.Compose(run, figures with { Witnesses = figures.Witnesses with { Contradiction = "0.5 lies below 0.7" } });
        var assumption = Assert.Single(report.Assumptions, each => each.Because == "0.5 lies below 0.7");
        Assert.False(assumption.Holds);
        Assert.Equal(["accounting.witnesses.contradiction"], PrivacyReport.Verify(ReportJson.Write(ReportJson.Sealed(report))).Discrepancies.Select(each => each.Path));
    }

    [Fact]
    public void EveryFormatHasEverySection()
    {
        var titles = ReportSections.Of(Report.Document).Select(section => section.Title).ToArray();
        Assert.All(titles, title => Assert.Contains("## " + title + "\n", Report.ToMarkdown()));
        Assert.Equal(titles[1..], Page(Report.ToHtml()).Descendants("h2").Select(heading => heading.Value));
    }

    [Fact]
    public void TheModelCardSaysWhatMatters()
    {
        var card = Report.ToModelCardSection();
        Assert.StartsWith("## Differential privacy\n", card);
        Assert.Contains(Report.Statement, card);
        Assert.All(["Guarantee", "Privacy unit", "Adjacency", "Setting", "Mechanism", "Accountant", "May be published", "Not covered", "On somebody's word"], name => Assert.Contains($"- **{name}**: ", card));
    }

    [Fact]
    public void TheParagraphHasWhatAPaperAsksFor()
    {
        Assert.All(
            ["ε = ", "δ = 1e-05", "one example is added or removed", "one row", "trusted curator", "Poisson", "20/200", "clipped to norm 1.5", "noise multiplier 2", "10 steps", "all checkpoints", "Rényi", "a histogram of the labels (3 times)"],
            part => Assert.Contains(part, Report.Statement));
        Assert.Contains("4 of 10 planned steps", Reports.Of("cancelled").Statement);
        Assert.Contains("without a guarantee", Reports.Of("not secret").Statement);
    }

    [Theory]
    [InlineData("de-DE")]
    [InlineData("fi-FI")]
    [InlineData("ar-SA")]
    public void TheCultureOfTheMachineDoesNotShow(string culture)
    {
        var (json, markdown, html) = (Report.ToJson(), Report.ToMarkdown(), Report.ToHtml());
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo(culture);
            var again = Reports.Of(RunRecord.Of(Report.Document));
            Assert.Equal((json, markdown, html), (again.ToJson(), again.ToMarkdown(), again.ToHtml()));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    // As XML, but for the parts that HTML writes otherwise.
    private static XDocument Page(string html) => XDocument.Parse(html
        .Replace("<!DOCTYPE html>", "", StringComparison.Ordinal)
        .Replace("<meta charset=\"utf-8\">", "", StringComparison.Ordinal)
        .Replace("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">", "", StringComparison.Ordinal));
}
