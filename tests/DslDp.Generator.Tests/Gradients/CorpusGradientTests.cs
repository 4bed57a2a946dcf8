using DslDp.Generator.Tests.Corpus;
using Xunit.Abstractions;

namespace DslDp.Generator.Tests.Gradients;

/// <summary>The generated gradients of every accepted model of the corpus are those of one example at a time.</summary>
[Collection(OneAfterTheOther.Name)]
public class CorpusGradientTests(ITestOutputHelper output)
{
    public static TheoryData<string> AcceptNames => CorpusTests.AcceptNames;

    [CorpusTheory]
    [MemberData(nameof(AcceptNames))]
    public void Match_one_example_at_a_time(string name) => output.WriteLine(GradientComparison.Of(name, File.ReadAllText(CorpusFiles.PathOf("accept", name))));
}
