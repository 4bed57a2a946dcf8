using DslDp.Generator.Diagnostics;
using DslDp.Generator.Tests.Harness;

namespace DslDp.Generator.Tests.Documentation;

/// <summary>A rule has a page, a row in the release notes and a test.</summary>
public class RuleDocumentation
{
    public static TheoryData<string> Ids => [.. Rules.All.Select(rule => rule.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Has_a_page(string id)
    {
        var page = Repository.PathOf("docs", "diagnostics", id + ".md");
        Assert.True(File.Exists(page), $"docs/diagnostics/{id}.md is missing");
        Assert.StartsWith($"# {id}", File.ReadAllText(page), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Has_a_release_row(string id)
    {
        var rows = new[] { "Shipped", "Unshipped" }.SelectMany(state => File.ReadAllLines(Repository.PathOf("generator", "DslDp.Generator", $"AnalyzerReleases.{state}.md")));
        Assert.Single(rows, row => row.StartsWith(id + " | ", StringComparison.Ordinal));
    }

    /// <summary>A test that names the id where it expects it, in quotes; this file and the list of all rules name none.</summary>
    [Theory]
    [MemberData(nameof(Ids))]
    public void Has_a_test(string id)
    {
        var tests = Directory.EnumerateFiles(Repository.PathOf("tests", "DslDp.Generator.Tests", "Refusals"), "*.cs");
        Assert.Contains(tests, test => File.ReadAllText(test).Contains($"\"{id}\"", StringComparison.Ordinal));
    }

    [Fact]
    public void No_page_is_about_a_rule_that_is_gone()
    {
        var folder = Repository.PathOf("docs", "diagnostics");
        if (!Directory.Exists(folder)) return;
        var pages = Directory.EnumerateFiles(folder, "DSLDP*.md").Select(page => Path.GetFileNameWithoutExtension(page));
        Assert.Empty(pages.Except(Rules.All.Select(rule => rule.Id)));
    }

    [Fact]
    public void Ids_are_unique_and_well_formed()
    {
        Assert.Equal(Rules.All.Length, Rules.All.Select(rule => rule.Id).Distinct().Count());
        Assert.All(Rules.All, rule => Assert.Matches("^DSLDP[1-5][0-9]{3}$", rule.Id));
    }

    /// <summary>Every reason that the proof can give has a rule, and a rule of its own.</summary>
    [Fact]
    public void Every_reason_has_a_rule_of_its_own()
    {
        var rules = Enum.GetValues<Proof.Reason>().Select(Rules.Of).ToArray();
        Assert.Equal(rules.Length, rules.Distinct().Count());
        Assert.All(rules, rule => Assert.Contains(rule, Rules.All));
    }

    [Fact]
    public void All_lists_every_rule()
    {
        var fields = typeof(Rules).GetFields().Where(field => field.FieldType == typeof(Microsoft.CodeAnalysis.DiagnosticDescriptor)).Select(field => field.GetValue(null)!);
        Assert.Equal(fields.ToHashSet(), Rules.All.Cast<object>().ToHashSet());
    }
}
