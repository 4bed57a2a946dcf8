using System.Text;

namespace DslDp.Reporting;

/// <summary>Writes a report as Markdown: each section is a heading with a table.</summary>
internal static class MarkdownReport
{
    public static string Write(string model, IReadOnlyList<ReportSection> sections)
    {
        var text = new StringBuilder();
        text.Append("# Privacy report: ").Append(Cell(model)).Append('\n');
        foreach (var section in sections)
        {
            text.Append("\n## ").Append(section.Title).Append("\n\n");
            var (columns, rows) = ReportTable.Of(section);
            AppendRow(text, columns);
            AppendRow(text, columns.Select(_ => "---"));
            foreach (var row in rows)
                AppendRow(text, row.Select(Cell));
        }
        return text.ToString();
    }

    private static void AppendRow(StringBuilder text, IEnumerable<string> cells) =>
        text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");

    private static string Cell(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("|", "\\|", StringComparison.Ordinal)
            .Replace("<", "&lt;", StringComparison.Ordinal)
            .ReplaceLineEndings(" ");
}
