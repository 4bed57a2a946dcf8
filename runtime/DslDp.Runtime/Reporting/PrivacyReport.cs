using DslDp.Reporting;

namespace DslDp;

/// <summary>
/// What a private run spent, for whom the guarantee holds and what it rests on: for the people who decide whether the model may
/// be published. Its numbers come from the ledger of what ran, not from what was asked for.
/// </summary>
public sealed class PrivacyReport
{
    private readonly Lazy<ReportDocument> document;

    internal PrivacyReport(RunRecord run, double epsilon)
    {
        (Model, Epsilon, Delta, Guarantee) = (run.Plan.Model, epsilon, run.Plan.Delta, Wording.Guarantee(run, epsilon));
        document = new(() => ReportJson.Sealed(ReportComposer.Compose(run, ReportFigures.Of(run))));
    }

    private PrivacyReport(ReportDocument document)
    {
        (Model, Epsilon, Delta, Guarantee) = (document.Model, document.Guarantee.Epsilon, document.Guarantee.Delta, document.Summary.Guarantee);
        this.document = new(document);
    }

    /// <summary>The name of the model's class.</summary>
    public string Model { get; }

    /// <summary>ε spent by all that the ledger holds, at <see cref="Delta"/>: an upper bound. 0 when nothing was charged.</summary>
    public double Epsilon { get; }

    /// <summary>δ of the guarantee.</summary>
    public double Delta { get; }

    /// <summary>The guarantee in one sentence, with its unit and its adjacency. ε is rounded up.</summary>
    public string Guarantee { get; }

    /// <summary>The guarantee in one paragraph, for a paper or a data sheet.</summary>
    public string Statement => Document.Summary.Paragraph;

    /// <summary>Everything in the report, as data. It is drawn up when it is first asked for, which can take the accountants seconds.</summary>
    public ReportDocument Document => document.Value;

    /// <summary>Reads a report back.</summary>
    /// <param name="json">The JSON that <see cref="ToJson"/> wrote.</param>
    /// <returns>The report as it is stated: ask <see cref="Verify"/> whether its numbers add up.</returns>
    /// <exception cref="FormatException">The text is not such a report; the message says where.</exception>
    public static PrivacyReport Read(string json) => new(ReportJson.Read(json));

    /// <summary>Reads a report back from a file.</summary>
    /// <param name="path">A .json file that <see cref="Save"/> wrote.</param>
    /// <returns>The report as it is stated: ask <see cref="Verify"/> whether its numbers add up.</returns>
    /// <exception cref="FormatException">The file is not such a report; the message says where.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static PrivacyReport Load(string path) => Read(File.ReadAllText(path));

    /// <summary>
    /// Computes every number of a report afresh from the events in it, and every sentence from the numbers, and compares. An
    /// edited report does not add up. What cannot be computed, such as dates and versions, is protected by a digest, which is no
    /// signature: who replaces it too, and keeps all numbers consistent, has written another report.
    /// </summary>
    /// <param name="json">A report as JSON.</param>
    /// <returns>What does not add up; nothing for a report that was not touched. It never throws for what the text contains.</returns>
    public static ReportVerification Verify(string json) => ReportVerifier.Verify(json);

    /// <summary>The JSON Schema (draft 2020-12) of what <see cref="ToJson"/> writes.</summary>
    public static string JsonSchema()
    {
        using var reader = new StreamReader(typeof(PrivacyReport).Assembly.GetManifestResourceStream("privacy-report.schema.json")!);
        return reader.ReadToEnd();
    }

    /// <summary>The report as JSON by <see cref="JsonSchema"/>, with numbers in full.</summary>
    public string ToJson() => ReportJson.Write(Document);

    /// <summary>The report as Markdown.</summary>
    public string ToMarkdown() => MarkdownReport.Write(Model, ReportSections.Of(Document));

    /// <summary>The report as one HTML page with pictures that needs no other file and runs no script.</summary>
    public string ToHtml() => HtmlReport.Write(Document);

    /// <summary>The report's section of a model card, as on Hugging Face: Markdown under a heading of the second level.</summary>
    public string ToModelCardSection() => ModelCard.Write(Document);

    /// <summary>
    /// Saves the report in the format that the ending of the path says; a former file is replaced only when the new one is
    /// whole.
    /// </summary>
    /// <param name="path">
    /// A path that ends in .json, .md or .html, or in .txt for the <see cref="Statement"/> alone. Its folder is created if need be.
    /// </param>
    /// <exception cref="ArgumentException">The path has another ending.</exception>
    /// <exception cref="IOException">The file cannot be written. The report is not lost: save it elsewhere.</exception>
    public void Save(string path) => ReportFile.Save(this, path);

    /// <summary>The guarantee in one sentence.</summary>
    public override string ToString() => Guarantee;
}
