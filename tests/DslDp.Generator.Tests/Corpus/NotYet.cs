using DslDp.Generator.Tests.Harness;

namespace DslDp.Generator.Tests.Corpus;

/// <summary>
/// The files of the corpus that do not pass yet, in <c>not-yet.txt</c>: <c>accept NAME</c> for a model that is still refused, <c>line NAME</c>
/// for one that is refused, as it should be, but not at its marked line. The list may only shrink.
/// </summary>
internal static class NotYet
{
    public static string Path { get; } = System.IO.Path.Combine(Folder(), "not-yet.txt");

    private static HashSet<string> Entries { get; } = [.. File.ReadAllLines(Path).Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#')];

    /// <summary>Asserts that what passes is not listed, and that what does not is.</summary>
    public static void Check(string half, string name, bool passes, CompiledSource compiled)
    {
        var isListed = Entries.Contains($"{half} {name}");
        Assert.False(passes && isListed, $"{name} passes now: take '{half} {name}' out of Corpus/not-yet.txt");
        Assert.True(passes || isListed, $"{name}: {compiled.Describe()}");
    }

    /// <summary>Entries that no file of the corpus has.</summary>
    public static IEnumerable<string> Strangers(IEnumerable<string> known) => Entries.Except(known);

    private static string Folder([System.Runtime.CompilerServices.CallerFilePath] string file = "") => System.IO.Path.GetDirectoryName(file)!;
}
