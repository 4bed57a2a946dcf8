namespace DslDp.EndToEnd.Tests.Quickstart;

/// <summary>A test that interrupts a process as Ctrl-C does; on Windows that cannot be done to one process alone.</summary>
internal sealed class UnixFactAttribute : FactAttribute
{
    public UnixFactAttribute()
    {
        if (OperatingSystem.IsWindows())
            Skip = "needs Unix signals";
    }
}
