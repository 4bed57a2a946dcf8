using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using DslDp.Reporting;

namespace DslDp.Runtime.Tests.Reporting;

/// <summary>Whoever edits a report is caught.</summary>
public sealed class VerificationTests
{
    private static readonly ConcurrentDictionary<string, ReportFigures> Computed = new();

    public static TheoryData<string> Names => Reports.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void AReportThatWasNotTouchedAddsUp(string name)
    {
        var json = Reports.Of(name).ToJson();
        Assert.Equal("", string.Join('\n', PrivacyReport.Verify(json).Discrepancies));
        Assert.Equal(json, PrivacyReport.Read(json).ToJson());
    }

    [Fact]
    public void EveryEditOfASingleFieldIsCaught()
    {
        var json = Reports.Of("with a release of another kind").ToJson();
        var edits = Edits.Of(json).ToArray();
        Assert.True(edits.Length > 400, $"only {edits.Length} edits were tried");
        Assert.Empty(edits.AsParallel().Where(edit => Verify(edit.Json).AddsUp).Select(edit => edit.Path));
    }

    /// <summary>An edit with a new digest is caught by recomputing, but for what nothing else in the report tells.</summary>
    [Fact]
    public void ANumberIsCaughtWithoutTheDigestToo()
    {
        string[] notRecomputed =
        [
            "drawnUp", "software", "run.microBatchSize", "run.device", "run.initialWeightsSeed", "run.frozen", "run.evaluation", "history[0]",
            "ledger[0].what", "ledger[1].what",
        ];
        var json = Reports.Of("with a release of another kind").ToJson();
        var unnoticed = Edits.Of(json).AsParallel()
            .Where(edit => TryReseal(edit.Json) is { } resealed && resealed != json && Verify(resealed).AddsUp)
            .Select(edit => edit.Path).Where(path => !notRecomputed.Any(known => path.StartsWith(known, StringComparison.Ordinal))).Distinct();
        Assert.Empty(unnoticed);
    }

    [Theory]
    [InlineData("guarantee.epsilon", 0.5, "guarantee.epsilon")]
    [InlineData("mechanism.noiseMultiplier", 3.0, "mechanism.noiseMultiplier")]
    [InlineData("plan.noiseMultiplier", 3.0, "ledger[0].event")]
    [InlineData("ledger[0].times", 5, "history[0].step")]
    [InlineData("history[0].epsilon", 0.1, "history[0].epsilon")]
    [InlineData("guarantee.tier", "weak", "guarantee.tier")]
    public void TheMessageNamesThePlace(string path, object value, string place)
    {
        var json = JsonNode.Parse(Reports.Of("complete").ToJson())!;
        Edits.Set(json, path, JsonValue.Create(value));
        var found = PrivacyReport.Verify(json.ToJsonString()).Discrepancies;
        Assert.Contains(found, discrepancy => discrepancy.Path == place);
        Assert.Contains(found, discrepancy => discrepancy.Path == "digest");
    }

    [Fact]
    public void AnEpsilonThatIsTooSmallIsNamed()
    {
        var json = JsonNode.Parse(Reports.Of("complete").ToJson())!;
        Edits.Set(json, "guarantee.epsilon", JsonValue.Create(0.5));
        var found = PrivacyReport.Verify(json.ToJsonString()).Discrepancies[0];
        Assert.Equal("guarantee.epsilon", found.Path);
        Assert.StartsWith("it is stated as 0.5, but the events give ", found.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"format\": \"dsldp-privacy-report/1\"}")]
    [InlineData("not JSON")]
    public void WhatIsNoReportDoesNotAddUpAndCannotBeRead(string text)
    {
        Assert.False(PrivacyReport.Verify(text).AddsUp);
        Assert.Throws<FormatException>(() => PrivacyReport.Read(text));
    }

    [Fact]
    public void AMemberTwiceIsRefused()
    {
        var json = Reports.Of("complete").ToJson();
        Assert.False(PrivacyReport.Verify(json.Replace("{\n  \"format\"", "{\n  \"model\": \"Other\",\n  \"format\"")).AddsUp);
    }

    [Fact]
    public void ANullInAListIsRefused()
    {
        foreach (var list in new[] { "software", "layers", "assumptions", "ledger", "dataAccesses", "history", "frozen" })
        {
            var json = Reports.Of("complete").ToJson();
            var start = json.IndexOf($"\"{list}\": [", StringComparison.Ordinal) + list.Length + 5;
            Assert.False(PrivacyReport.Verify(json.Insert(start, "null,")).AddsUp, list);
        }
    }

    /// <summary>As <see cref="PrivacyReport.Verify"/>, but the same numbers are computed once.</summary>
    private static ReportVerification Verify(string json) => ReportVerifier.Verify(json, run =>
        Computed.GetOrAdd(ReportJson.HashOf(run.Plan) + ReportJson.HashOf(run.Ledger) + ReportJson.HashOf(run.History.Select(entry => entry.Step)), _ => ReportFigures.Of(run)));

    private static string? TryReseal(string json)
    {
        try
        {
            return ReportJson.Write(ReportJson.Sealed(ReportJson.Read(json)));
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
