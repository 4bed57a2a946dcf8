using System.Runtime.CompilerServices;

namespace DslDp.Runtime.Tests.Idx;

/// <summary>A test on public data kept beside the repository; skipped by name where they are absent.</summary>
internal sealed class SharedDataFactAttribute : FactAttribute
{
    public SharedDataFactAttribute(string dataSet)
    {
        if (FolderOf(dataSet) is null)
            Skip = $"needs the data set {dataSet} in ../shared/data beside the repository";
    }

    /// <summary>The folder with the data set, or null where it is absent.</summary>
    public static string? FolderOf(string dataSet) =>
        FoldersAbove(AppContext.BaseDirectory).Concat(FoldersAbove(ThisFile()))
            .Select(folder => Path.Combine(folder, "shared", "data", dataSet))
            .FirstOrDefault(Directory.Exists);

    private static IEnumerable<string> FoldersAbove(string path)
    {
        for (var folder = Path.GetDirectoryName(path); folder is not null; folder = Path.GetDirectoryName(folder))
            yield return folder;
    }

    // The build may put its output outside the repository; the source is in it.
    private static string ThisFile([CallerFilePath] string path = "") => path;
}
