using System.Globalization;

namespace DslDp.PrivacyCalculator.Tests;

public class ProgramTests
{
    [Fact]
    public async Task Prints_the_noise_of_both_accountants_and_draws()
    {
        string folder = Path.Combine(Path.GetTempPath(), "privacy-calculator-" + Guid.NewGuid().ToString("N"));
        try
        {
            // q = 0.01 and 10,000 steps: the reference values are 1.5650 by PLD and 1.6619 by RDP.
            Run run = await Run.Of("--records", "10000", "--batch", "100", "--epochs", "100", "--delta", "1e-5", "--epsilon", "3", "--pictures", folder);
            Assert.Equal((0, ""), (run.ExitCode, run.Errors));
            Assert.Contains("10000 steps", run.Output, StringComparison.Ordinal);
            double[] row = [.. run.Output.Split('\n').Single(line => line.Contains("│ 3 ", StringComparison.Ordinal)).Split('│', StringSplitOptions.RemoveEmptyEntries)
                .Where(cell => cell.Trim().Length > 0).Select(cell => double.Parse(cell, CultureInfo.InvariantCulture))];
            Assert.InRange(row[1], 1.5649, 1.5652);
            Assert.InRange(row[2], 1.6618, 1.6621);
            Assert.InRange(row[3], 2.999, 3.0001);
            Assert.True(row[4] > row[3]);
            Assert.Equal(row[3], row[5]);
            foreach (string name in new[] { "epsilon-steps.png", "epsilon-batch.png" })
                Assert.Equal("\x89PNG"u8.ToArray()[^3..], File.ReadAllBytes(Path.Combine(folder, name))[1..4]);
        }
        finally
        {
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("--batch is 0", "--records", "1000", "--batch", "0", "--epochs", "1", "--delta", "1e-5")]
    [InlineData("make it smaller", "--records", "1000", "--batch", "1001", "--epochs", "1", "--delta", "1e-5")]
    [InlineData("well below", "--records", "1000", "--batch", "10", "--epochs", "1", "--delta", "1e-2")]
    [InlineData("--epochs is NaN", "--records", "1000", "--batch", "10", "--epochs", "NaN", "--delta", "1e-5")]
    [InlineData("--epsilon is -1", "--records", "1000", "--batch", "10", "--epochs", "1", "--delta", "1e-5", "--epsilon", "-1")]
    [InlineData("--batch", "--records", "1000", "--epochs", "1", "--delta", "1e-5")]
    [InlineData("many", "--records", "many", "--batch", "10", "--epochs", "1", "--delta", "1e-5")]
    public async Task Bad_input_is_one_line_and_an_exit_code(string says, params string[] arguments)
    {
        Run run = await Run.Of(arguments);
        Assert.Equal(1, run.ExitCode);
        Assert.Equal("", run.Output);
        Assert.StartsWith("error: ", run.Errors, StringComparison.Ordinal);
        Assert.Contains(says, run.Errors, StringComparison.Ordinal);
        Assert.Single(run.Errors.TrimEnd().Split('\n'));
    }
}
