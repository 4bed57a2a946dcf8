using System.Net;
using System.Text;

namespace DslDp.Reporting;

/// <summary>Writes a report as one HTML page without scripts, images or links to other files.</summary>
internal static class HtmlReport
{
    private const string Style = """
        body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #1a1a1a; background: #fff; }
        h1, h2 { line-height: 1.2; }
        table { border-collapse: collapse; width: 100%; }
        th, td { text-align: left; vertical-align: top; padding: .35rem .6rem; border-bottom: 1px solid #d0d0d0; overflow-wrap: anywhere; }
        """;

    public static string Write(string model, IReadOnlyList<ReportSection> sections)
    {
        var title = "Privacy report: " + Encoded(model);
        var text = new StringBuilder();
        text.Append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>").Append(title)
            .Append("</title>\n<style>\n").Append(Style.ReplaceLineEndings("\n")).Append("\n</style>\n</head>\n<body>\n<h1>").Append(title).Append("</h1>\n");
        foreach (var section in sections)
        {
            text.Append("<h2>").Append(Encoded(section.Title)).Append("</h2>\n<table>\n");
            var (columns, rows) = ReportTable.Of(section);
            AppendRow(text, "th", columns);
            foreach (var row in rows)
                AppendRow(text, "td", row);
            text.Append("</table>\n");
        }
        return text.Append("</body>\n</html>\n").ToString();
    }

    private static void AppendRow(StringBuilder text, string element, IEnumerable<string> cells)
    {
        text.Append("<tr>");
        foreach (var cell in cells)
            text.Append('<').Append(element).Append('>').Append(Encoded(cell)).Append("</").Append(element).Append('>');
        text.Append("</tr>\n");
    }

    private static string Encoded(string text) => WebUtility.HtmlEncode(text);
}
