using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace DslDp.EndToEnd.Tests.Quickstart;

/// <summary>What the field asks a report for, as docs/privacy-report.md lists it, is there and filled.</summary>
internal static partial class ReportChecklist
{
    public static void AssertFilled(string report)
    {
        var json = JsonNode.Parse(File.ReadAllText(report))!;
        var items = Items().ToArray();
        Assert.True(items.Length >= 35, $"the page lists {items.Length} items");
        Assert.All(items, item =>
        {
            var value = At(json, item.Path);
            Assert.True(value is not null && value.ToString().Length > 0, $"{item.Item}: nothing at {item.Path}");
        });
    }

    private static JsonNode? At(JsonNode? node, string path)
    {
        foreach (Match step in Step().Matches(path))
            node = step.Groups[1].Success ? (node as JsonArray)?[int.Parse(step.Groups[1].Value, CultureInfo.InvariantCulture)] : node?[step.Value];
        return node;
    }

    private static IEnumerable<(string Item, string Path)> Items([CallerFilePath] string here = "")
    {
        var page = File.ReadAllLines(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "docs", "privacy-report.md"));
        return page.Select(line => Row().Match(line)).Where(row => row.Success).Select(row => (row.Groups[1].Value, row.Groups[2].Value));
    }

    [GeneratedRegex(@"^\| (.+) \| `([^`]+)` \|$")]
    private static partial Regex Row();

    [GeneratedRegex(@"\[(\d+)\]|[^.\[\]]+")]
    private static partial Regex Step();
}
