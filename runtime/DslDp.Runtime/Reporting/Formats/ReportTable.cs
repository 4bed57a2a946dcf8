namespace DslDp.Reporting;

/// <summary>Facts and rows as a table of texts.</summary>
internal static class ReportTable
{
    public static (IReadOnlyList<string> Columns, IEnumerable<IReadOnlyList<string>> Rows) Of(ReportSection section) => section switch
    {
        FactSection { Facts: var facts } => (["What", "Value", "Meaning"], facts.Select(fact => (IReadOnlyList<string>)[fact.Label, ReportText.Of(fact.Value), fact.Note ?? ""])),
        TableSection table => (table.Columns, table.Rows.Select(row => (IReadOnlyList<string>)[.. row.Select(ReportText.Of)])),
        _ => throw new ArgumentOutOfRangeException(nameof(section), section.GetType().Name, "There is no table in this kind of section."),
    };
}
