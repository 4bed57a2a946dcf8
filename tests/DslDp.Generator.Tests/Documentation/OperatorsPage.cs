using System.Globalization;
using System.Text;
using DslDp.Generator.Proof;
using DslDp.Generator.Tests.Coverage;
using DslDp.Generator.Tests.Harness;

namespace DslDp.Generator.Tests.Documentation;

/// <summary><c>docs/operators.md</c> is written from the operator table. <c>DSLDP_ACCEPT_SNAPSHOTS=1</c> writes it anew.</summary>
public class OperatorsPage
{
    private static readonly Dictionary<string, string> Families = new()
    {
        ["ElementwiseRows"] = "Elementwise",
        ["SpecialRows"] = "Special functions",
        ["ReductionRows"] = "Along axes",
        ["ShapeRows"] = "Shapes",
        ["ArrangementRows"] = "Arrangement",
        ["RepetitionRows"] = "Repetition",
        ["SplittingRows"] = "Splitting",
        ["SelectionRows"] = "Selection",
        ["StackingRows"] = "Stacking and grids",
        ["Indexing"] = "Indexing",
        ["ProductRows"] = "Products",
        ["EinsumRows"] = "Named axes",
        ["MatrixRows"] = "Single matrices",
        ["LinearAlgebraRows"] = "Linear algebra",
        ["FactorizationRows"] = "Factorisations",
        ["FourierRows"] = "Fourier transforms",
        ["SpectrogramRows"] = "Spectrograms",
        ["NormalizationRows"] = "Normalisation",
        ["PoolingRows"] = "Pooling",
        ["ImageRows"] = "Images",
        ["SimilarityRows"] = "Similarity and attention",
        ["FunctionalLayerRows"] = "Layers as functions",
        ["CreationRows"] = "Creation",
        ["ModuleRows"] = "Modules",
        ["PlainModuleRows"] = "Modules without parameters",
        ["LossRows"] = "Losses",
        ["PairLossRows"] = "Losses of pairs",
        ["ScopeRows"] = "Scopes",
        ["FlagRows"] = "Flags",
    };

    [Fact]
    public void Says_what_the_table_says()
    {
        var path = Repository.PathOf("docs", "operators.md");
        var expected = Page();
        if (Environment.GetEnvironmentVariable("DSLDP_ACCEPT_SNAPSHOTS") == "1" && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("CI"))) File.WriteAllText(path, expected);
        var written = File.Exists(path) ? File.ReadAllText(path).Replace("\r\n", "\n", StringComparison.Ordinal) : "";
        Assert.True(written == expected, "docs/operators.md is not what the operator table says; run this test with DSLDP_ACCEPT_SNAPSHOTS=1 and look at the difference");
    }

    private static string Page()
    {
        var members = TorchSharpMembers.All.Concat(OperatorTable.Instance.Members).Distinct().Where(OperatorTable.Instance.Knows).ToArray();
        var refused = members.Where(OperatorTable.Instance.IsRefusal).ToArray();
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $$"""
            # Operators

            Every public member of TorchSharp 0.107 that a model may use has a row in the operator table: {{members.Length}} in all. {{members.Length - refused.Length}} have a transfer rule, which says what the operation does to the axes and accepts it where it keeps the examples apart. {{refused.Length}} are refused whatever they are given, for the reason below. A test fails when a member has no row, when a row has no member, and when this page is not what the table says.

            A transfer rule does not accept every use: `x.sum(1)` is accepted and `x.sum(0)` refused, since axis 0 holds the examples. [Soundness](soundness.md) has the argument for each family.

            ## With a transfer rule

            """);
        foreach (var family in members.Except(refused).GroupBy(TitleOf).OrderBy(family => family.Key, StringComparer.Ordinal))
            page.Append(CultureInfo.InvariantCulture, $"\n### {family.Key} ({family.Count()})\n\n").Append(Listed(family));

        page.Append("\n## Refused, and why\n");
        foreach (var reason in refused.GroupBy(ReasonOf).OrderBy(reason => reason.Key, StringComparer.Ordinal))
            page.Append(CultureInfo.InvariantCulture, $"\n**{reason.Key}** ({reason.Count()})\n\n").Append(Listed(reason));
        return page.ToString().Replace("\r\n", "\n", StringComparison.Ordinal);
    }

    private static string TitleOf(string member)
    {
        var family = OperatorTable.Instance.FamilyOf(member);
        return Families.TryGetValue(family, out var title) ? title : family.Replace("Rows", "", StringComparison.Ordinal).Replace("Rules", "s", StringComparison.Ordinal);
    }

    /// <summary>One line for each type that the members are of.</summary>
    private static string Listed(IEnumerable<string> members) => string.Concat(members
        .GroupBy(member => member[..member.LastIndexOf('.')] is var owner && (member.EndsWith(".call", StringComparison.Ordinal) || !owner.StartsWith("torch", StringComparison.Ordinal)) && owner is not ("DisposeScope" or "TensorExtensionMethods") ? "modules" : owner)
        .OrderBy(owner => owner.Key, StringComparer.Ordinal)
        .Select(owner => $"- {(owner.Key == "modules" ? "modules" : $"`{owner.Key}`")}: {string.Join(", ", owner.Select(member => owner.Key == "modules" ? member : member[(member.LastIndexOf('.') + 1)..]).Order(StringComparer.Ordinal).Select(name => $"`{name}`"))}\n"));

    /// <summary>What the refusal says of any use, without the name of the member.</summary>
    private static string ReasonOf(string member)
    {
        var session = new ProofSession();
        var name = member[(member.LastIndexOf('.') + 1)..];
        OperatorTable.Instance.Apply(member, new Call(name, null, [], new Site(0), session));
        var refusal = Assert.Single(session.Refusals);
        var what = refusal.What.StartsWith(name + " ", StringComparison.Ordinal) ? refusal.What[(name.Length + 1)..] : refusal.What;
        if (member.EndsWith(".call", StringComparison.Ordinal)) what = what.Replace(member[..^".call".Length], "it", StringComparison.Ordinal).Replace("call normalises", "normalises", StringComparison.Ordinal);
        return $"{char.ToUpperInvariant(what[0])}{what[1..]}; {refusal.Remedy}.";
    }
}
