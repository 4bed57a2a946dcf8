extern alias generator;

using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using DslDp.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;
using Kind = generator::DslDp.AccountantKind;
using Relation = generator::DslDp.Adjacency;
using Unit = generator::DslDp.PrivacyUnit;

namespace DslDp.Generator.Tests.Documentation;

/// <summary>
/// The numbers in the pages are those that the code gives: a block with lines such as <c>public static double Spent() => …;   // 4.4789</c> is
/// compiled and run, and each number compared to as many digits as are written.
/// </summary>
public partial class NumbersInPages
{
    [Fact]
    public void Are_what_the_code_gives()
    {
        var problems = new List<string>();
        var checkedNumbers = 0;
        foreach (var block in CodeBlock.All.SelectMany(page => page).Where(block => Stated().IsMatch(block.Text)))
        {
            var type = Run(block);
            foreach (Match stated in Stated().Matches(block.Text))
            {
                var (name, number) = (stated.Groups["name"].Value, stated.Groups["number"].Value);
                var digits = number.Contains('.', StringComparison.Ordinal) ? number.Length - number.IndexOf('.', StringComparison.Ordinal) - 1 : 0;
                var value = Convert.ToDouble(type.GetMethod(name)!.Invoke(null, null), CultureInfo.InvariantCulture);
                if (value.ToString("F" + digits, CultureInfo.InvariantCulture) != number) problems.Add(FormattableString.Invariant($"{block}: {name} is {value:R}, and the page says {number}"));
                checkedNumbers++;
            }
        }

        Assert.True(problems.Count == 0, string.Join(Environment.NewLine, problems));
        Assert.True(checkedNumbers >= 8, "the page on accounting shows what its examples give");
    }

    /// <summary>The page of DSLDP3002 says that a δ ten times smaller raises the noise of the README's model by less than a tenth.</summary>
    [Fact]
    public void Delta_is_cheap()
    {
        static double Noise(double delta) => Planning.NoisePlan.For(
            new(3, delta, Unit.Example, Relation.AddOrRemoveOne, Kind.Pld),
            new(60_000, 1024, 30, null, "Sgd", 0.5, 0, 0, 1)).NoiseMultiplier!.Value;
        Assert.InRange(Noise(1e-6) / Noise(1e-5), 1, 1.1);
    }

    private static Type Run(CodeBlock block)
    {
        using var image = new MemoryStream();
        var result = SourceCompiler.Create(block.Text).Emit(image);
        Assert.True(result.Success, string.Join(Environment.NewLine, result.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)));
        return Assert.Single(Assembly.Load(image.ToArray()).GetExportedTypes());
    }

    [GeneratedRegex(@"(?m)public static \w+ (?<name>\w+)\(\) =>[^;]*;\s*// (?<number>[0-9.]+)$")]
    private static partial Regex Stated();
}
