namespace DslDp.Generator.Tests.Corpus;

/// <summary>A theory over the corpus; skipped by name where the corpus is not at hand.</summary>
public sealed class CorpusTheoryAttribute : TheoryAttribute
{
    public CorpusTheoryAttribute()
    {
        if (CorpusFiles.Folder is null) Skip = "no ../shared/corpus beside the repository";
    }
}
