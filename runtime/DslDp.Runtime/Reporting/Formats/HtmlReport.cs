using System.Net;
using System.Text;

namespace DslDp.Reporting;

/// <summary>Writes a report as one HTML page with pictures, without scripts or links to other files.</summary>
internal static class HtmlReport
{
    private const string Style = """
        :root { color-scheme: light dark; --ink: light-dark(#1a1a1a, #e8e8e8); --paper: light-dark(#fff, #16181c); --line: light-dark(#d0d0d0, #42464e); --mark: light-dark(#0b5394, #7db7ee); --warn: light-dark(#a61c00, #ff9b85); }
        * { box-sizing: border-box; }
        body { font: 16px/1.5 system-ui, sans-serif; max-width: 64rem; margin: 2rem auto; padding: 0 1rem; color: var(--ink); background: var(--paper); overflow-wrap: anywhere; }
        h1, h2 { line-height: 1.2; }
        h2 { margin-top: 2rem; }
        .guarantee { border-left: .3rem solid var(--mark); padding: .2rem 0 .2rem 1rem; font-size: 1.15rem; }
        .guarantee.none { border-color: var(--warn); color: var(--warn); }
        table { border-collapse: collapse; width: 100%; }
        th, td { text-align: left; vertical-align: top; padding: .35rem .6rem; border-bottom: 1px solid var(--line); }
        th, td { min-width: 6rem; }
        th:first-child, td:first-child { min-width: 12rem; }
        .pictures { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 22rem), 1fr)); gap: 1rem; }
        figure { margin: 0; }
        figcaption { text-align: center; font-size: .9rem; }
        svg { display: block; width: 100%; height: auto; font: 12px system-ui, sans-serif; fill: var(--ink); }
        .axis { font-size: 13px; }
        .grid { stroke: var(--line); }
        .limit { stroke: var(--warn); stroke-dasharray: 5 4; }
        polyline { fill: none; stroke: var(--mark); stroke-width: 2; }
        circle { fill: var(--mark); }
        @media (max-width: 40rem) {
          thead { display: none; }
          table, tbody, tr, td { display: block; }
          tr { border-bottom: 1px solid var(--line); padding: .4rem 0; }
          td { border: 0; padding: .1rem 0; }
          td:empty { display: none; }
          td:not(:first-child)::before { content: attr(data-column) ": "; opacity: .7; }
          td:first-child { font-weight: 600; }
        }
        @media print {
          :root { color-scheme: light; }
          body { font-size: 10pt; margin: 0; max-width: none; }
          h2 { break-after: avoid; }
          tr, figure { break-inside: avoid; }
        }
        """;

    public static string Write(ReportDocument report)
    {
        var title = "Privacy report: " + Encoded(report.Model);
        var text = new StringBuilder();
        text.Append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>").Append(title)
            .Append("</title>\n<style>\n").Append(Style.ReplaceLineEndings("\n")).Append("\n</style>\n</head>\n<body>\n<main>\n<h1>").Append(title).Append("</h1>\n")
            .Append("<p class=\"guarantee").Append(report.Guarantee.Holds ? "" : " none").Append("\">").Append(Encoded(report.Summary.Guarantee)).Append("</p>\n")
            .Append("<p>").Append(Encoded(report.Summary.Paragraph)).Append("</p>\n")
            .Append("<div class=\"pictures\">\n").AppendJoin("", ReportCharts.Of(report).Select(chart => chart.ToSvg())).Append("</div>\n");
        foreach (var section in ReportSections.Of(report).Where(section => section is not TextSection))
            AppendTable(text, section);
        return text.Append("</main>\n</body>\n</html>\n").ToString();
    }

    private static void AppendTable(StringBuilder text, ReportSection section)
    {
        var (columns, rows) = ReportTable.Of(section);
        text.Append("<h2>").Append(Encoded(section.Title)).Append("</h2>\n<table>\n<thead><tr>")
            .AppendJoin("", columns.Select(column => $"<th scope=\"col\">{Encoded(column)}</th>")).Append("</tr></thead>\n<tbody>\n");
        foreach (var row in rows)
            text.Append("<tr>").AppendJoin("", columns.Zip(row, (column, cell) => $"<td data-column=\"{Encoded(column)}\">{Encoded(cell)}</td>")).Append("</tr>\n");
        text.Append("</tbody>\n</table>\n");
    }

    private static string Encoded(string text) => WebUtility.HtmlEncode(text);
}
