using System.Collections.Concurrent;
using DslDp.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;
using Xunit.Abstractions;

namespace DslDp.Generator.Tests.Corpus;

/// <summary>Every model of the corpus, against its label.</summary>
public class CorpusTests(ITestOutputHelper output)
{
    private const string Mark = "// <- here";

    private static readonly ConcurrentDictionary<string, Lazy<CompiledSource>> Compiled = new();

    public static TheoryData<string> AcceptNames => [.. CorpusFiles.Accept.Select(NameOf)];

    public static TheoryData<string> RefuseNames => [.. CorpusFiles.Refuse.Select(NameOf)];

    /// <summary>What is labelled unsafe does not train.</summary>
    [CorpusTheory]
    [MemberData(nameof(RefuseNames))]
    public void What_is_to_be_refused_has_no_training(string name)
    {
        var compiled = Compile("refuse", name);
        Verdict.HasNoTraining(compiled);
        Assert.Contains(compiled.Findings, finding => finding.Severity == DiagnosticSeverity.Error);
    }

    [CorpusTheory]
    [MemberData(nameof(RefuseNames))]
    public void What_is_to_be_refused_is_refused_at_the_marked_line(string name)
    {
        var compiled = Compile("refuse", name);
        Assert.True(IsNearMark(compiled, MarkedLine(name)), $"{name}: {compiled.Describe()}");
    }

    [CorpusTheory]
    [MemberData(nameof(AcceptNames))]
    public void What_is_to_be_accepted_trains(string name)
    {
        var compiled = Compile("accept", name);
        Assert.True(Trains(compiled), $"{name}: {compiled.Describe()}");
    }

    [CorpusFact]
    public void How_many_pass()
    {
        var accepted = CorpusFiles.Accept.Select(NameOf).Count(name => Trains(Compile("accept", name)));
        var placed = CorpusFiles.Refuse.Select(NameOf).Count(name => IsNearMark(Compile("refuse", name), MarkedLine(name)));
        output.WriteLine($"accepted {accepted} of {CorpusFiles.Accept.Count()}; refused at the marked line {placed} of {CorpusFiles.Refuse.Count()}");
    }

    private static string NameOf(string file) => Path.GetFileNameWithoutExtension(file);

    private static bool Trains(CompiledSource compiled) => compiled.CanTrain && compiled.Findings.All(finding => finding.Severity != DiagnosticSeverity.Error) && compiled.CompilerErrors.IsEmpty;

    /// <summary>On the marked line, or next to it: a fault that spreads over neighbouring lines may be named on any of them.</summary>
    private static bool IsNearMark(CompiledSource compiled, int mark) => compiled.Findings.Any(finding => Math.Abs(CompiledSource.LineOf(finding) - mark) <= 1);

    private static int MarkedLine(string name) =>
        Array.FindIndex(File.ReadAllLines(CorpusFiles.PathOf("refuse", name)), line => line.Contains(Mark, StringComparison.Ordinal)) + 1;

    private static CompiledSource Compile(string kind, string name) =>
        Compiled.GetOrAdd($"{kind}/{name}", _ => new(() => SourceCompiler.Compile(File.ReadAllText(CorpusFiles.PathOf(kind, name))))).Value;
}
