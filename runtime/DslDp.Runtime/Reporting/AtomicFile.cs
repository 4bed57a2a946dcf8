namespace DslDp.Reporting;

/// <summary>
/// Writes a file whole or not at all: beside it first, then moved over it. A reader never sees half a file, and a failed
/// write leaves the former one as it was.
/// </summary>
internal static class AtomicFile
{
    /// <param name="path">The file to write; its folder is created if need be.</param>
    /// <param name="write">Writes the content to the path it is given.</param>
    public static void Write(string path, Action<string> write)
    {
        var full = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        var temporary = full + "." + Path.GetRandomFileName();
        try
        {
            write(temporary);
            File.Move(temporary, full, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>Tries whether a file can be written there, without touching one that is there already.</summary>
    /// <exception cref="IOException">It cannot; the message has the path and the reason.</exception>
    public static void CheckWritable(string path)
    {
        if (Directory.Exists(path))
            throw new IOException($"'{path}' is a folder; a file is to be written there. Give the name of a file.");
        try
        {
            var folder = Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            var trial = Path.Combine(folder.FullName, Path.GetRandomFileName());
            File.WriteAllBytes(trial, []);
            File.Delete(trial);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new IOException($"'{path}' cannot be written: {exception.Message} Give another path before training.", exception);
        }
    }
}
