using System;
using System.Text;

namespace DslDp.Generator.Writing;

/// <summary>Writes lines at an indentation, with <c>\n</c> everywhere.</summary>
internal sealed class SourceWriter
{
    private readonly StringBuilder text = new();
    private int depth;
    private bool isAtStartOfBlock;

    /// <summary>Writes one line; an empty one right after an opening brace is left out.</summary>
    public void Line(string line = "")
    {
        if (line.Length == 0 && isAtStartOfBlock) return;
        text.Append(line.Length == 0 ? "" : new string(' ', 4 * depth)).Append(line).Append('\n');
        isAtStartOfBlock = false;
    }

    /// <summary>Writes several lines, the first of which sets what counts as their left edge.</summary>
    public void Lines(string lines)
    {
        foreach (var line in lines.Replace("\r\n", "\n").Split('\n')) Line(line.TrimEnd());
    }

    public IDisposable Block(string header)
    {
        Line(header);
        Line("{");
        depth++;
        isAtStartOfBlock = true;
        return new BlockEnd(this);
    }

    public override string ToString() => text.ToString();

    private sealed class BlockEnd(SourceWriter writer) : IDisposable
    {
        public void Dispose()
        {
            writer.depth--;
            writer.Line("}");
        }
    }
}
