namespace DslDp.Generator.Tests.Harness;

/// <summary>Finds files of the repository from wherever the tests run.</summary>
internal static class Repository
{
    /// <summary>The folder with <c>DslDp.sln</c>; null where the tests have been copied out of a repository.</summary>
    public static string? Root { get; } = FindAbove(Path.GetDirectoryName(ThisFile())!) ?? FindAbove(AppContext.BaseDirectory);

    /// <summary>A path below the root.</summary>
    public static string PathOf(params string[] parts) =>
        Path.Combine([Root ?? throw new DirectoryNotFoundException("no folder with DslDp.sln above the tests"), .. parts]);

    private static string? FindAbove(string? folder)
    {
        for (; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "DslDp.sln"))) return folder;
        }

        return null;
    }

    private static string ThisFile([System.Runtime.CompilerServices.CallerFilePath] string path = "") => path;
}
