using System.Globalization;
using System.Text;
using DslDp.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace DslDp.Generator.Tests.Incrementality;

/// <summary>The generated text depends on the source and on nothing else: not on the run, not on the culture of the machine.</summary>
public class SameText
{
    /// <summary>Refused with negative and fractional numbers in the messages, which end up in the generated file too.</summary>
    private static string[] Sources { get; } =
    [
        ModelSource.Returning("h.tanh()"),
        Renamed("A", ModelSource.Returning("h.softmax(-5)")),
        Renamed("B", ModelSource.Returning("h.unsqueeze(-7)")),
        Renamed("C", new ModelSource { Attributes = "[DpModel, PrivacyBudget(-1234.5, 1e-5), Training(batchSize: 10, Epochs = 1)]" }.Text),
        Renamed("D", new ModelSource { Attributes = "[DpModel, PrivacyBudget(2.5, 1e-5), Training(60_000, 1000, Epochs = 1, LearningRate = -0.25)]" }.Text),
        Renamed("E", new ModelSource { Attributes = "[DpModel, PrivacyBudget(2.5, 1e-5), Training(1_234_567, 1000, Epochs = 1, LearningRate = 0.25, Momentum = 0.5), Clipping(0.75)]" }.Text),
        Renamed("F", new ModelSource { Attributes = "[DpModel, PrivacyBudget(2.5, 0.125), Training(60_000, 1000, Epochs = 1)]" }.Text),
        Renamed("G", ModelSource.Returning("h.view(-1, 2, 4).select(-1, -2) + zeros(1_000_000)")),
    ];

    /// <summary>Numbers as Finnish, German and Arabic write them. Made by hand: a machine may have no culture data.</summary>
    public static TheoryData<string, string, string> Cultures => new()
    {
        { "\u2212", ",", "\u00a0" },
        { "-", ",", "." },
        { "\u061c-", "\u066b", "\u066c" },
    };

    [Fact]
    public void Is_written_in_every_run() => Assert.Equal(Generate(), Generate());

    [Theory]
    [MemberData(nameof(Cultures))]
    public void Is_written_in_every_culture(string minus, string point, string group)
    {
        var expected = Generate();
        var before = CultureInfo.CurrentCulture;
        try
        {
            var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            culture.NumberFormat.NegativeSign = minus;
            culture.NumberFormat.NumberDecimalSeparator = point;
            culture.NumberFormat.NumberGroupSeparator = group;
            CultureInfo.CurrentCulture = culture;
            Assert.Equal(expected, Generate());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Has_plain_line_ends_and_is_utf8()
    {
        Assert.All(SourceCompiler.CreateDriver().RunGenerators(SourceCompiler.Create(Sources)).GetRunResult().Results.Single().GeneratedSources, source =>
        {
            Assert.DoesNotContain('\r', source.SourceText.ToString());
            Assert.Equal(Encoding.UTF8.WebName, source.SourceText.Encoding!.WebName);
            Assert.Equal(Microsoft.CodeAnalysis.Text.SourceHashAlgorithm.Sha256, source.SourceText.ChecksumAlgorithm);
        });
    }

    /// <summary>The order of the files and of their members does not matter to what is written.</summary>
    [Fact]
    public void Is_written_in_every_order_of_files()
    {
        var reversed = SourceCompiler.CreateDriver().RunGenerators(SourceCompiler.Create([.. Sources.Reverse()])).GetRunResult();
        Assert.Equal(Generate(), Text(reversed));
    }

    private static string Generate() => Text(SourceCompiler.CreateDriver().RunGenerators(SourceCompiler.Create(Sources)).GetRunResult());

    private static string Text(GeneratorDriverRunResult result) => string.Join(
        "\n",
        result.Results.Single().GeneratedSources.OrderBy(source => source.HintName, StringComparer.Ordinal).Select(source => source.HintName + "\n" + source.SourceText));

    private static string Renamed(string space, string source) => source.Replace("namespace Tests;", $"namespace Tests.{space};", StringComparison.Ordinal);
}
