using DslDp.Generator.Tests.Harness;

namespace DslDp.Generator.Tests.Documentation;

/// <summary>One block of C# in a page.</summary>
/// <param name="Page">The page, from the repository's root.</param>
/// <param name="Line">The line of its fence, counted from 1.</param>
/// <param name="Text">The code.</param>
/// <param name="Refused">The id that a comment above the fence announces; null where the block is to be accepted.</param>
/// <param name="IsFragment">A comment above the fence says that this is a part of a file.</param>
internal sealed record CodeBlock(string Page, int Line, string Text, string? Refused, bool IsFragment)
{
    private const string Fence = "```";

    private const string RefusedMark = "<!-- refused: ";

    private const string FragmentMark = "<!-- fragment -->";

    /// <summary>The blocks of the README and of every page under <c>docs</c>, page by page.</summary>
    public static IEnumerable<IGrouping<string, CodeBlock>> All => Pages().SelectMany(Of).GroupBy(block => block.Page);

    public override string ToString() => $"{Page}:{Line}";

    private static IEnumerable<string> Pages()
    {
        var readme = Repository.PathOf("README.md");
        if (File.Exists(readme)) yield return readme;
        var docs = Repository.PathOf("docs");
        if (!Directory.Exists(docs)) yield break;
        foreach (var page in Directory.EnumerateFiles(docs, "*.md", SearchOption.AllDirectories).Order(StringComparer.Ordinal)) yield return page;
    }

    private static IEnumerable<CodeBlock> Of(string page)
    {
        var lines = File.ReadAllLines(page);
        for (var start = 0; start < lines.Length; start++)
        {
            if (lines[start].Trim() is not (Fence + "csharp" or Fence + "cs")) continue;
            var end = Array.FindIndex(lines, start + 1, line => line.Trim() == Fence);
            Assert.True(end > start, $"{page}: the fence in line {start + 1} is not closed");
            var above = start == 0 ? "" : lines[start - 1].Trim();
            var refused = above.StartsWith(RefusedMark, StringComparison.Ordinal) ? above[RefusedMark.Length..].Split(' ')[0] : null;
            yield return new(
                Path.GetRelativePath(Repository.Root!, page).Replace('\\', '/'),
                start + 1,
                string.Join("\n", lines[(start + 1)..end]),
                refused,
                above == FragmentMark);
            start = end;
        }
    }
}
