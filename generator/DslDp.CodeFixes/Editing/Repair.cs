using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace DslDp.CodeFixes.Editing;

/// <summary>Changes of text, in one file or several: what is not changed keeps its form to the letter.</summary>
/// <param name="Title">What the editor offers.</param>
internal sealed record Repair(string Title)
{
    private readonly List<(SyntaxTree Tree, TextChange Change)> changes = [];

    public bool IsEmpty => changes.Count == 0;

    public Repair Replace(SyntaxTree tree, TextSpan span, string text)
    {
        var change = (tree, new TextChange(span, text));
        if (!changes.Contains(change)) changes.Add(change);
        return this;
    }

    public Repair Replace(SyntaxNodeOrToken part, string text) => Replace(part.SyntaxTree!, part.Span, text);

    public Repair Insert(SyntaxTree tree, int position, string text) => Replace(tree, new TextSpan(position, 0), text);

    public async Task<Solution> ApplyAsync(Solution solution, CancellationToken cancellation)
    {
        foreach (var file in changes.GroupBy(change => change.Tree))
        {
            if (solution.GetDocument(file.Key) is not { } document) continue;
            var text = await document.GetTextAsync(cancellation).ConfigureAwait(false);
            solution = solution.WithDocumentText(document.Id, text.WithChanges(file.Select(change => change.Change).OrderBy(change => change.Span)));
        }

        return solution;
    }
}
