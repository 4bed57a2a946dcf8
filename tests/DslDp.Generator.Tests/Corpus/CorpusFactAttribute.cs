namespace DslDp.Generator.Tests.Corpus;

/// <summary>A fact about the whole corpus; skipped by name where the corpus is not at hand.</summary>
public sealed class CorpusFactAttribute : FactAttribute
{
    public CorpusFactAttribute()
    {
        if (CorpusFiles.Folder is null) Skip = "no ../shared/corpus beside the repository";
    }
}
