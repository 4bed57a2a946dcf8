using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using DslDp.Generator.Tests.Harness;

namespace DslDp.Generator.Tests.Enforcement;

/// <summary>The hashes in a plan identify the model's source and the code that was written for it, and nothing else changes them.</summary>
public sealed partial class SourceHashes
{
    private const string Helpers = """
        using static TorchSharp.torch;

        public static class Shapes
        {
            public static Tensor Halved(Tensor x) => x / 2;
        }
        """;

    private const string Other = "public static class Elsewhere { public const int Number = 1; }";

    private static string Model { get; } = SourceCompiler.Usings + """
        [DpModel]
        [PrivacyBudget(epsilon: 3.0, delta: 1e-5)]
        [Training(records: 60_000, batchSize: 1024, Epochs = 30)]
        public sealed partial class Model : Module<Tensor, Tensor>
        {
            private readonly Linear output = Linear(16, 10);

            public override Tensor forward([BatchOf(16)] Tensor x) => output.call(Shapes.Halved(x));

            [Loss]
            private static Tensor CrossEntropy(Tensor logits, [BatchOf(DType = ScalarType.Int64)] Tensor labels) =>
                functional.cross_entropy(logits, labels, reduction: Reduction.None);
        }
        """;

    [Fact]
    public void TheHashOfTheSourceIsThatOfTheFilesThatWereRead()
    {
        string[] hashes = [Sha256(Model), Sha256(Helpers)];
        Array.Sort(hashes, StringComparer.Ordinal);
        Assert.Equal(Sha256(string.Concat(hashes)), HashesOf(Model, Helpers, Other).Source);
        Assert.Equal(Sha256(Model.Replace("Shapes.Halved(x)", "x / 2", StringComparison.Ordinal)), HashesOf(Model.Replace("Shapes.Halved(x)", "x / 2", StringComparison.Ordinal), Other).Source);
    }

    [Fact]
    public void OrderOtherFilesAndLineEndsDoNotCount()
    {
        var hashes = HashesOf(Model, Helpers, Other);
        Assert.Equal(hashes.Source, HashesOf(Other, Helpers, Model).Source);
        Assert.Equal(hashes, HashesOf(Model, Helpers, Other.Replace('1', '2')));
        Assert.Equal(hashes.Source, HashesOf(Model.ReplaceLineEndings("\r\n"), Helpers).Source);
    }

    [Fact]
    public void AChangeOfAHelperCounts() =>
        Assert.NotEqual(HashesOf(Model, Helpers).Source, HashesOf(Model, Helpers.Replace("x / 2", "x / 3", StringComparison.Ordinal)).Source);

    [Fact]
    public void TheHashOfTheGeneratedCodeIsThatOfTheFile()
    {
        var compiled = SourceCompiler.Compile(Model, Helpers);
        var (written, text) = (HashesOf(Model, Helpers).Generated, compiled.GeneratedFor("Model"));
        Assert.Equal(Sha256(text), written);
    }

    private static (string Source, string Generated) HashesOf(params string[] sources)
    {
        var compiled = SourceCompiler.Compile(sources);
        Assert.True(compiled.CanTrain && compiled.CompilerErrors.IsEmpty, compiled.Describe());
        var hashes = Hash().Matches(compiled.GeneratedFor("Model.Source")).Select(match => match.Value).ToArray();
        Assert.Equal(2, hashes.Length);
        return (hashes[0], hashes[1]);
    }

    private static string Sha256(string text) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    [GeneratedRegex("sha256:[0-9a-f]{64}")]
    private static partial Regex Hash();
}
