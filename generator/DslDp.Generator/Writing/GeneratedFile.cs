namespace DslDp.Generator.Writing;

/// <summary>A file that the generator adds: only text, so that an edit elsewhere finds it unchanged.</summary>
internal sealed record GeneratedFile(string HintName, string Text);
