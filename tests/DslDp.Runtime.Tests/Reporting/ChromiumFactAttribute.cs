namespace DslDp.Runtime.Tests.Reporting;

/// <summary>A test in a real browser, Debian's Chromium; skipped where it is not installed.</summary>
internal sealed class ChromiumFactAttribute : FactAttribute
{
    public const string Path = "/usr/bin/chromium";

    public ChromiumFactAttribute()
    {
        if (!File.Exists(Path))
            Skip = "needs Chromium at " + Path;
    }
}
