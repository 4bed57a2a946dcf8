using DslDp.Generator.Tests.Harness;

namespace DslDp.Generator.Tests.Corpus;

/// <summary>The public corpus of models to accept and to refuse, which lies beside the repository where it is at hand.</summary>
internal static class CorpusFiles
{
    public static string? Folder { get; } = Find();

    public static IEnumerable<string> Accept => In("accept");

    public static IEnumerable<string> Refuse => In("refuse");

    public static IEnumerable<string> All => Accept.Concat(Refuse);

    public static string PathOf(string kind, string name) => Path.Combine(Folder!, kind, name + ".cs");

    private static IEnumerable<string> In(string kind) =>
        Folder is null ? [] : Directory.EnumerateFiles(Path.Combine(Folder, kind), "*.cs").Order(StringComparer.Ordinal);

    private static string? Find()
    {
        if (Repository.Root is not { } root) return null;
        var folder = Path.GetFullPath(Path.Combine(root, "..", "shared", "corpus"));
        return Directory.Exists(folder) ? folder : null;
    }
}
