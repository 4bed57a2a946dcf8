namespace DslDp.Reporting;

/// <summary>Any section as a table of texts, for the formats that people read.</summary>
internal static class ReportTable
{
    public static (IReadOnlyList<string> Columns, IEnumerable<IEnumerable<string>> Rows) Of(ReportSection section) => section switch
    {
        FactSection { Facts: var facts } => (["", "Value", "Meaning"], facts.Select(fact => (IEnumerable<string>)[fact.Label, ReportText.Of(fact.Value), fact.Note ?? ""])),
        TableSection table => (table.Columns, table.Rows.Select(row => row.Select(ReportText.Of))),
        _ => throw new ArgumentOutOfRangeException(nameof(section), section.GetType().Name, "There is no such kind of section."),
    };
}
