using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace DslDp.EndToEnd.Tests.Quickstart;

/// <summary>The README's first command, from the outside.</summary>
[Collection(nameof(QuickstartProcess))]
public class RunTests
{
    [Fact]
    public void WithoutArgumentsItLearnsDigitsAndReportsWhatItSpent()
    {
        using var sample = new QuickstartProcess();

        var (exitCode, output, errors) = sample.Finish();

        Assert.Equal((0, ""), (exitCode, errors));
        Assert.InRange(NumberAfter("Test accuracy: ", output), 90, 100);
        Assert.Contains("(ε = ", output, StringComparison.Ordinal);
        Assert.InRange(NumberAfter("(ε = ", output), 2.9, 3.0);
        Assert.Contains(sample.Report, output, StringComparison.Ordinal);
        Assert.True(File.Exists(sample.Report));
        ReportChecklist.AssertFilled(sample.ReportAsJson);
        Assert.Equal((0, ""), ReportCheck.Run(sample.ReportAsJson));
        File.WriteAllText(sample.ReportAsJson, File.ReadAllText(sample.ReportAsJson).Replace("\"times\": 87", "\"times\": 86", StringComparison.Ordinal));
        var (exitCodeOfEdited, found) = ReportCheck.Run(sample.ReportAsJson);
        Assert.Equal(1, exitCodeOfEdited);
        Assert.Contains("ledger", found, StringComparison.Ordinal);
    }

    [UnixFact]
    public void InterruptedItSaysWhatItSpentAllTheSame()
    {
        using var sample = new QuickstartProcess();

        Assert.NotNull(sample.ReadUntil("step 1/"));
        using (var interruption = Process.Start("kill", ["-INT", sample.Id.ToString(CultureInfo.InvariantCulture)]))
            interruption.WaitForExit();
        var (exitCode, output, errors) = sample.Finish();

        Assert.Equal((130, ""), (exitCode, errors));
        Assert.Contains("what they spent stays spent", output, StringComparison.Ordinal);
        Assert.InRange(NumberAfter("(ε = ", output), 0.01, 2.9);
        Assert.True(File.Exists(sample.Report));
        Assert.Contains("\"ending\": \"EndedEarly\"", File.ReadAllText(sample.ReportAsJson), StringComparison.Ordinal);
        ReportChecklist.AssertFilled(sample.ReportAsJson);
        Assert.Equal((0, ""), ReportCheck.Run(sample.ReportAsJson));
    }

    private static double NumberAfter(string text, string output)
    {
        var number = Regex.Match(output, $@"{Regex.Escape(text)}([0-9.]+)");
        Assert.True(number.Success, $"no number after '{text}' in: {output}");
        return double.Parse(number.Groups[1].Value, CultureInfo.InvariantCulture);
    }
}
