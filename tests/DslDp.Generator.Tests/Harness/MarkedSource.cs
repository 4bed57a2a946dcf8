using Microsoft.CodeAnalysis.Text;

namespace DslDp.Generator.Tests.Harness;

/// <summary>Source in which <c>[|</c> and <c>|]</c> stand around the place where a diagnostic is expected.</summary>
internal sealed record MarkedSource(string Text, TextSpan? Span)
{
    private const string Open = "[|";

    private const string Close = "|]";

    public static MarkedSource Parse(string marked)
    {
        var start = marked.IndexOf(Open, StringComparison.Ordinal);
        if (start < 0) return new(marked, null);
        var end = marked.IndexOf(Close, start, StringComparison.Ordinal);
        Assert.True(end > start, "the markup is opened and not closed");
        var text = marked.Remove(end, Close.Length).Remove(start, Open.Length);
        Assert.False(text.Contains(Open, StringComparison.Ordinal), "the source has two marks");
        return new(text, TextSpan.FromBounds(start, end - Open.Length));
    }
}
