using DslDp.Generator.Tests.Harness;

namespace DslDp.Generator.Tests.RealModels;

/// <summary>A model as people write them, and its unsafe twins: the same with one expression in another's place, as its first lines say.</summary>
internal sealed record RealModel(string Text, IReadOnlyList<string> Twins)
{
    private const string TwinMark = "// twin: ";

    private const string Attributes = """
        [DpModel]
        [PrivacyBudget(epsilon: 3.0, delta: 1e-5)]
        [Training(records: 60_000, batchSize: 1024, Epochs = 30, LearningRate = 0.5)]
        """;

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "RealModels", "Models");

    public static IEnumerable<string> Names => Directory.EnumerateFiles(Folder, "*.txt").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal);

    public static RealModel Read(string name)
    {
        var lines = File.ReadAllLines(Path.Combine(Folder, name + ".txt"));
        var body = string.Join('\n', lines.Where(line => !line.StartsWith(TwinMark, StringComparison.Ordinal))).Replace("[DpModel]", Attributes, StringComparison.Ordinal);
        var text = $"using System;\nusing System.Collections.Generic;\nusing System.Linq;\n{SourceCompiler.Usings}namespace RealModels.{name};\n\n{body}\n";
        return new(text, [.. lines.Where(line => line.StartsWith(TwinMark, StringComparison.Ordinal)).Select(line => Twin(text, line[TwinMark.Length..]))]);
    }

    private static string Twin(string text, string exchange)
    {
        var parts = exchange.Split(" => ");
        Assert.True(parts.Length == 2 && text.Contains(parts[0], StringComparison.Ordinal), $"there is no '{parts[0]}' to exchange");
        return text.Replace(parts[0], parts[1], StringComparison.Ordinal);
    }
}
