using System.Diagnostics;

namespace DslDp.EndToEnd.Tests.Quickstart;

/// <summary>The sample that verifies a report, run as a reviewer runs it.</summary>
internal static class ReportCheck
{
    public static (int ExitCode, string Errors) Run(string report)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "ReportCheck.dll"), report])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(process.ExitCode == 0, output.Result.Contains("The report adds up", StringComparison.Ordinal));
        return (process.ExitCode, errors);
    }
}
