namespace DslDp.Reporting;

/// <summary>Reports in files: the ending of the path picks the format.</summary>
internal static class ReportFile
{
    private static readonly Dictionary<string, Func<PrivacyReport, string>> Formats = new(StringComparer.OrdinalIgnoreCase)
    {
        [".json"] = report => report.ToJson(),
        [".md"] = report => report.ToMarkdown(),
        [".html"] = report => report.ToHtml(),
        [".txt"] = report => report.Statement + "\n",
    };

    /// <exception cref="ArgumentException">The path has an unknown ending.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Save(PrivacyReport report, string path)
    {
        var text = FormatOf(path)(report);
        try
        {
            AtomicFile.Write(path, temporary => File.WriteAllText(temporary, text));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new IOException($"The privacy report cannot be written to '{path}': {exception.Message} Save it under another path.", exception);
        }
    }

    /// <exception cref="ArgumentException">The path has an unknown ending.</exception>
    /// <exception cref="IOException">No file can be written there.</exception>
    public static void CheckWritable(string path)
    {
        _ = FormatOf(path);
        AtomicFile.CheckWritable(path);
    }

    /// <summary>Saves a report under the path, or, when that fails, in the folder for temporary files.</summary>
    /// <returns>Where it was saved, null when it could be written in neither place; and what went wrong with the first path.</returns>
    public static (string? Path, IOException? Failure) SaveSomewhere(PrivacyReport report, string path)
    {
        try
        {
            Save(report, path);
            return (path, null);
        }
        catch (IOException failure)
        {
            var other = Path.Combine(Path.GetTempPath(), $"{report.Model}-{Path.GetRandomFileName()}{Path.GetExtension(path)}");
            return (TrySave(report, other) ? other : null, failure);
        }
    }

    private static bool TrySave(PrivacyReport report, string path)
    {
        try
        {
            Save(report, path);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static Func<PrivacyReport, string> FormatOf(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return Formats.TryGetValue(Path.GetExtension(path), out var format)
            ? format
            : throw new ArgumentException($"'{path}' has the ending '{Path.GetExtension(path)}'; a privacy report is saved as {string.Join(", ", Formats.Keys)}.", nameof(path));
    }
}
