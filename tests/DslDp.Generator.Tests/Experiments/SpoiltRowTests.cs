using System.Text.RegularExpressions;
using DslDp.Generator.Proof;
using DslDp.Generator.Tests.Gradients;
using DslDp.Generator.Tests.Robustness;
using Xunit.Abstractions;

namespace DslDp.Generator.Tests.Experiments;

/// <summary>
/// Whether the experiment would notice a mistake in a row: every mistake is made in every row that the random programs reach, one at a time. What the
/// spoilt row accepts and the right one does not must be seen to mix examples.
/// </summary>
[Collection(OneAfterTheOther.Name)]
public class SpoiltRowTests(ITestOutputHelper output)
{
    private const int Together = 40;

    private const int Attempts = 25;

    private const int LeastAttempts = 24;

    /// <summary>Fewer programs may happen to compute nothing that tells examples apart.</summary>
    private const int LeastRuns = 8;

    private const int RowsInShortRun = 2;

    /// <summary>Operations that bring values of other shapes.</summary>
    private static readonly string[] Others = ["A.mean(S)", "A[.., 0]", "A.transpose(D, D2)", "A.unsqueeze(D)"];

    public static TheoryData<string> Mistakes => [.. Distortion.All.Select(distortion => distortion.Mistake)];

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void A_row_that(string mistake)
    {
        var random = Experiment.Draws(output);
        var distortion = Distortion.All.Single(distortion => distortion.Mistake == mistake);
        var rows = Reached().Where(row => !OperatorTable.Instance.IsRefusal(row.Member) && row.Operations.Any(operation => Regex.IsMatch(operation, distortion.Concerns))).ToArray();
        random.Shuffle(rows);
        var (noticed, harmless, survivors) = (0, 0, new List<string>());
        foreach (var (member, operations) in rows)
        {
            var outcome = Tried(distortion, member, operations, Math.Max(2, LeastAttempts / rows.Length), random);
            if (outcome is null) harmless++;
            else if (outcome.Length == 0) noticed++;
            else survivors.Add($"{member}: {outcome}");
            if (!Effort.IsLong && noticed + survivors.Count >= RowsInShortRun) break;
        }

        output.WriteLine($"{noticed} rows: noticed; {harmless} rows: the mistake lets nothing through, or too few programs to tell; {survivors.Count} rows: not noticed");
        Assert.True(survivors.Count == 0, string.Join(Environment.NewLine, survivors));
        Assert.NotEqual(0, noticed);
    }

    /// <summary>Empty where the mistake was noticed, null where it made (next to) nothing more acceptable, else a program that the mistake let through.</summary>
    private static string? Tried(Distortion distortion, string member, IReadOnlyList<string> operations, int least, Random random)
    {
        string[] uses = [.. operations, .. operations.Select(operation => $"A + {operation}"), .. operations.Select(operation => $"({operation}).transpose(0, -1)"), .. Others];
        string? through = null;
        var ran = 0;
        for (var attempt = 0; attempt < Attempts && (attempt < least || through is not null); attempt++)
        {
            RandomProgram[] programs = [.. Enumerable.Range(0, Together).Select(number => new RandomProgram(number, random, uses, longest: 2, isChained: true))];
            var right = Experiment.Accepted(programs).ToHashSet();
            using var spoilt = new ExchangedRow(member, distortion.Of(OperatorTable.Instance.RuleOf(member)));
            var more = Experiment.Accepted(programs).Where(program => !right.Contains(program)).ToArray();
            var outcome = Experiment.Run(programs.Length, more, random);
            if (outcome.Violations.Count > 0) return "";
            ran += outcome.Ran;
            if (outcome.Ran > 0) through ??= more[0].Body;
        }

        return ran < LeastRuns ? null : $"{ran} programs, as {through}";
    }

    /// <summary>The rows that the random programs reach, with the operations that name them.</summary>
    private static IEnumerable<(string Member, IReadOnlyList<string> Operations)> Reached()
    {
        foreach (var member in OperatorTable.Instance.Members.Where(member => !member.EndsWith(".call", StringComparison.Ordinal)))
        {
            var name = member[(member.LastIndexOf('.') + 1)..];
            var pattern = name switch
            {
                "op_Addition" => @" \+ ",
                "op_Subtraction" => " - ",
                "op_Multiply" => @" \* ",
                "op_Division" => " / ",
                "op_GreaterThan" => " > ",
                "this[]" => @"\w\[[^\]]*\](?! \{)",
                _ => (member.StartsWith("torch.Tensor.", StringComparison.Ordinal) ? @"(?<!torch|functional|linalg|fft)\." : Regex.Escape(member.Replace("torch.nn.functional", "functional", StringComparison.Ordinal).Replace("torch.linalg", "linalg", StringComparison.Ordinal))[..^name.Length]) + name + @"\b",
            };
            string[] operations = [.. RandomProgram.Operations.Where(operation => Regex.IsMatch(operation, pattern))];
            if (operations.Length > 0) yield return (member, operations);
        }
    }
}
