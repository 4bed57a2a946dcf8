using System.Globalization;
using System.Text.Json;
using System.Xml.Linq;
using DslDp.Reporting;

namespace DslDp.Runtime.Tests.Reporting;

public sealed class ReportFormatTests
{
    private static readonly PrivacyReport Report = new("Digits", 1.5, 1e-5, "A sentence.",
    [
        new FactSection("guarantee", "Guarantee",
        [
            new("epsilon", "ε spent", new EpsilonValue(1.23456789)),
            new("sigma", "σ", 0.1 + 0.2, "A | B"),
            new("steps", "Steps", 1_234_567L),
            new("completed", "Completed", true),
            new("nothing", "Nothing", null),
            new("endless", "Endless", double.PositiveInfinity),
            new("trap", "<Trap>", "\"a\" <b> & |c| \\ ü"),
        ]),
        new TableSection("layers", "Layers", ["Name", "Rule"], [["hidden", "ghost norm"], ["output", null]]),
    ]);

    [Fact]
    public void JsonHasNumbersInFullAndTablesAsObjects()
    {
        var json = JsonDocument.Parse(Report.ToJson()).RootElement;
        Assert.Equal("dsldp-privacy-report/1", json.GetProperty("format").GetString());
        Assert.Equal("Digits", json.GetProperty("model").GetString());
        var facts = json.GetProperty("guarantee");
        Assert.Equal(1.23456789, facts.GetProperty("epsilon").GetDouble());
        Assert.Equal(0.1 + 0.2, facts.GetProperty("sigma").GetDouble());
        Assert.Equal(1_234_567, facts.GetProperty("steps").GetInt64());
        Assert.True(facts.GetProperty("completed").GetBoolean());
        Assert.Equal(JsonValueKind.Null, facts.GetProperty("nothing").ValueKind);
        Assert.Equal("Infinity", facts.GetProperty("endless").GetString());
        Assert.Equal("\"a\" <b> & |c| \\ ü", facts.GetProperty("trap").GetString());
        Assert.Equal("ghost norm", json.GetProperty("layers")[0].GetProperty("rule").GetString());
    }

    [Fact]
    public void MarkdownKeepsItsTablesWhole()
    {
        var lines = Report.ToMarkdown().Split('\n');
        Assert.Equal("# Privacy report: Digits", lines[0]);
        Assert.Contains("| ε spent | 1.2346 |  |", lines);
        Assert.Contains("| σ | 0.30000000000000004 | A \\| B |", lines);
        Assert.Contains("| &lt;Trap> | \"a\" &lt;b> & \\|c\\| \\\\ ü |  |", lines);
        Assert.Contains("| output | – |", lines);
    }

    [Fact]
    public void HtmlIsOneWholePageWithEverythingEncoded()
    {
        // As XML, but for the two parts that HTML writes otherwise.
        var html = Report.ToHtml();
        var page = XDocument.Parse(html.Replace("<!DOCTYPE html>", "").Replace("<meta charset=\"utf-8\">", ""));
        var cells = page.Descendants("td").Select(cell => cell.Value).ToList();
        Assert.Contains("<Trap>", cells);
        Assert.Contains("\"a\" <b> & |c| \\ ü", cells);
        Assert.Equal("Privacy report: Digits", page.Descendants("title").Single().Value);
        Assert.DoesNotContain("src=", html);
        Assert.DoesNotContain("http", html);
    }

    [Fact]
    public void EveryFormatHasEverySection()
    {
        Assert.All(["Guarantee", "Layers"], title => Assert.Contains("## " + title, Report.ToMarkdown()));
        Assert.All(["Guarantee", "Layers"], title => Assert.Contains($"<h2>{title}</h2>", Report.ToHtml()));
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
            Assert.Equal((json, markdown, html), (Report.ToJson(), Report.ToMarkdown(), Report.ToHtml()));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
