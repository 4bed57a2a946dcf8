using DslDp.Reporting;

namespace DslDp;

/// <summary>
/// What a private run spent, for whom the guarantee holds and what it rests on: for the people who decide whether the model may
/// be published. Its numbers come from the ledger of what ran, not from what was asked for.
/// </summary>
public sealed class PrivacyReport
{
    private readonly IReadOnlyList<ReportSection> sections;

    internal PrivacyReport(string model, double epsilon, double delta, string guarantee, IReadOnlyList<ReportSection> sections)
    {
        Model = model;
        Epsilon = epsilon;
        Delta = delta;
        Guarantee = guarantee;
        this.sections = sections;
    }

    /// <summary>The name of the model's class.</summary>
    public string Model { get; }

    /// <summary>ε spent by the steps that ran, at <see cref="Delta"/>: an upper bound. 0 when none ran.</summary>
    public double Epsilon { get; }

    /// <summary>δ of the guarantee.</summary>
    public double Delta { get; }

    /// <summary>The guarantee in one sentence, with its unit and its adjacency. ε is rounded up.</summary>
    public string Guarantee { get; }

    /// <summary>The report as JSON, with numbers in full.</summary>
    public string ToJson() => JsonReport.Write(Model, sections);

    /// <summary>The report as Markdown.</summary>
    public string ToMarkdown() => MarkdownReport.Write(Model, sections);

    /// <summary>The report as one HTML page that needs no other file.</summary>
    public string ToHtml() => HtmlReport.Write(Model, sections);

    /// <summary>
    /// Saves the report in the format that the ending of the path says; a former file is replaced only when the new one is
    /// whole.
    /// </summary>
    /// <param name="path">A path that ends in .json, .md or .html. Its folder is created if need be.</param>
    /// <exception cref="ArgumentException">The path has another ending.</exception>
    /// <exception cref="IOException">The file cannot be written. The report is not lost: save it elsewhere.</exception>
    public void Save(string path) => ReportFile.Save(this, path);

    /// <summary>The guarantee in one sentence.</summary>
    public override string ToString() => Guarantee;
}
