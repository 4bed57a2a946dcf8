using System.Text;

namespace DslDp.Reporting;

/// <summary>Writes a report as Markdown: each section is a heading with sentences or a table.</summary>
internal static class MarkdownReport
{
    public static string Write(string model, IReadOnlyList<ReportSection> sections)
    {
        var text = new StringBuilder();
        text.Append("# Privacy report: ").Append(Cell(model)).Append('\n');
        foreach (var section in sections)
        {
            text.Append("\n## ").Append(section.Title).Append('\n');
            if (section is TextSection { Paragraphs: var paragraphs })
                text.Append(string.Concat(paragraphs.Select(paragraph => "\n" + Cell(paragraph) + "\n")));
            else
                AppendTable(text, section);
        }
        return text.ToString();
    }

    /// <summary>Text that Markdown shows as it is, in one line.</summary>
    public static string Cell(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("|", "\\|", StringComparison.Ordinal)
            .Replace("<", "&lt;", StringComparison.Ordinal)
            .ReplaceLineEndings(" ");

    private static void AppendTable(StringBuilder text, ReportSection section)
    {
        var (columns, rows) = ReportTable.Of(section);
        text.Append('\n');
        AppendRow(text, columns);
        AppendRow(text, columns.Select(_ => "---"));
        foreach (var row in rows)
            AppendRow(text, row.Select(Cell));
    }

    private static void AppendRow(StringBuilder text, IEnumerable<string> cells) =>
        text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");
}
