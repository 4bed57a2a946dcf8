using System.Diagnostics;

namespace DslDp.EndToEnd.Tests.Quickstart;

/// <summary>
/// The built sample, run as a user runs it: in a process of its own, in a folder of its own. The tests that use it bear its
/// name as that of their collection, so that they run one after another.
/// </summary>
internal sealed class QuickstartProcess : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory();
    private readonly Process process;
    private readonly Task<string> errors;

    public QuickstartProcess(params string[] arguments)
    {
        var sample = Path.Combine(AppContext.BaseDirectory, "Quickstart.dll");
        var start = new ProcessStartInfo("dotnet", ["exec", sample, .. arguments])
        {
            WorkingDirectory = folder.FullName,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // Beside other tests the threads of libtorch would wait for one another, and burn the processor while they wait.
        start.Environment["OMP_NUM_THREADS"] = "1";
        process = Process.Start(start)!;
        errors = process.StandardError.ReadToEndAsync();
    }

    /// <summary>The privacy report, where the sample writes it by default.</summary>
    public string Report => Path.Combine(folder.FullName, "privacy-report.html");

    /// <summary>The same as JSON, beside it.</summary>
    public string ReportAsJson => Path.ChangeExtension(Report, ".json");

    public int Id => process.Id;

    /// <summary>Reads the output up to a line that contains this text.</summary>
    public string? ReadUntil(string text)
    {
        string? line;
        do
            line = process.StandardOutput.ReadLine();
        while (line is not null && !line.Contains(text, StringComparison.Ordinal));
        return line;
    }

    /// <summary>Waits for the end.</summary>
    public (int ExitCode, string Output, string Errors) Finish()
    {
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, errors.Result);
    }

    public void Dispose()
    {
        if (!process.HasExited)
            process.Kill();
        process.Dispose();
        folder.Delete(recursive: true);
    }
}
