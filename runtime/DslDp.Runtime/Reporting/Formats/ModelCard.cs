using System.Text;

namespace DslDp.Reporting;

/// <summary>The section of a model card: what readers of a model on a hub ask first.</summary>
internal static class ModelCard
{
    public static string Write(ReportDocument report)
    {
        var text = new StringBuilder("## Differential privacy\n\n");
        text.Append(MarkdownReport.Cell(report.Summary.Paragraph)).Append("\n\n");
        foreach (var (label, value) in Facts(report))
            text.Append("- **").Append(label).Append("**: ").Append(MarkdownReport.Cell(value)).Append('\n');
        return text.ToString();
    }

    private static IEnumerable<(string Label, string Value)> Facts(ReportDocument report)
    {
        var guarantee = report.Guarantee;
        yield return ("Guarantee", guarantee.Holds ? $"(ε = {new EpsilonValue(guarantee.Epsilon)}, δ = {ReportText.Of(guarantee.Delta)}), a {guarantee.Tier} one: {guarantee.TierMeaning}" : report.Summary.Guarantee);
        yield return ("Privacy unit", report.Unit.Meaning);
        yield return ("Adjacency", report.Adjacency.Meaning);
        yield return ("Setting", $"{report.Setting.Kind}. {report.Setting.Meaning}");
        yield return ("Mechanism", $"{report.Mechanism.Name}. {report.Mechanism.Sampling}. σ = {ReportText.Of(report.Mechanism.NoiseMultiplier)}, C = {ReportText.Of(report.Mechanism.ClipNorm)}, q = {ReportText.Of(report.Mechanism.SamplingProbability)}, {report.Mechanism.StepsRun} steps.");
        yield return ("Accountant", report.Accounting.Name);
        yield return ("May be published", Join(report.Publication.Where(each => each.Covered).Select(each => each.What)));
        yield return ("Not covered", Join(report.DataAccesses.Where(each => !each.Covered).Select(each => each.Access)));
        yield return ("On somebody's word", Join(report.Assumptions.Where(each => each.Basis == AssumptionBasis.VouchedFor).Select(each => each.Statement)));
        yield return ("Made with", string.Join(", ", report.Software.Select(each => $"{each.Component} {each.Version}")));
        yield return ("Hash of the model's source", ReportText.Of(report.Hashes.ModelSource));
    }

    private static string Join(IEnumerable<string> parts) => string.Join("; ", parts) + ".";
}
