using System.Globalization;

namespace DslDp.EndToEnd.Tests.Quickstart;

/// <summary>A test that interrupts a process as Ctrl-C does; on Windows that cannot be done to one process alone.</summary>
internal sealed class UnixFactAttribute : FactAttribute
{
    public UnixFactAttribute()
    {
        if (OperatingSystem.IsWindows())
            Skip = "needs Unix signals";
        else if (IgnoresInterrupts())
            Skip = "needs SIGINT, which is ignored here, as in a background job of a shell, and .NET leaves it so";
    }

    /// <summary>Whether SIGINT, the second signal, is ignored by this process, and so by those that it starts.</summary>
    private static bool IgnoresInterrupts()
    {
        const string Mask = "SigIgn:", Status = "/proc/self/status";
        return File.Exists(Status)
            && File.ReadLines(Status).FirstOrDefault(line => line.StartsWith(Mask, StringComparison.Ordinal)) is { } ignored
            && (ulong.Parse(ignored.AsSpan(Mask.Length).Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture) & 0b10) != 0;
    }
}
