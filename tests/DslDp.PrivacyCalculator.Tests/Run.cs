using System.Diagnostics;

namespace DslDp.PrivacyCalculator.Tests;

/// <summary>One run of the program as a process of its own.</summary>
internal sealed record Run(int ExitCode, string Output, string Errors)
{
    public static async Task<Run> Of(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "PrivacyCalculator.dll"));
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        start.Environment["COLUMNS"] = "160";
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new Run(process.ExitCode, await output, await errors);
    }
}
