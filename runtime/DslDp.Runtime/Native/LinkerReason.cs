namespace DslDp.Native;

/// <summary>The dynamic linker's own words, out of the several lines that the run time puts around them.</summary>
internal static class LinkerReason
{
    /// <summary>The last line of the message: what comes before it is general advice and the libraries tried earlier.</summary>
    public static string Of(Exception failure) =>
        failure.Message.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)[^1];
}
