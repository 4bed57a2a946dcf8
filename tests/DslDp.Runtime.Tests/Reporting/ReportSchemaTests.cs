using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;

namespace DslDp.Runtime.Tests.Reporting;

/// <summary>The published schema fits what is written, and nothing else.</summary>
public sealed class ReportSchemaTests
{
    private static readonly JsonSchema Schema = JsonSchema.FromText(PrivacyReport.JsonSchema());

    public static TheoryData<string> Names => Reports.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void EveryReportIsValid(string name)
    {
        var result = Validate(Reports.Of(name).ToJson());
        Assert.True(result.IsValid, string.Join('\n', result.Details!.Where(detail => detail.Errors is not null).SelectMany(detail => detail.Errors!.Select(error => $"{detail.InstanceLocation}: {error.Value}"))));
    }

    [Fact]
    public void WhatTheReaderRefusesForItsFormTheSchemaRefusesToo()
    {
        var edits = Edits.Of(Reports.Of("with a release of another kind").ToJson()).ToArray();
        var refused = edits.AsParallel().Where(edit => IsUnreadable(edit.Json)).ToArray();
        Assert.True(refused.Length > 300, $"only {refused.Length} edits are unreadable");
        Assert.Empty(refused.AsParallel().Where(edit => Validate(edit.Json).IsValid).Select(edit => edit.Path));
    }

    [Fact]
    public void EveryMemberIsDescribed()
    {
        var undescribed = new List<string>();
        Look(JsonNode.Parse(PrivacyReport.JsonSchema())!, "");
        Assert.Empty(undescribed);

        void Look(JsonNode? node, string path)
        {
            foreach (var (name, member) in node as JsonObject ?? [])
            {
                if (name == "properties" && !path.StartsWith("/$defs", StringComparison.Ordinal))
                    undescribed.AddRange(member!.AsObject().Where(property => property.Value!["description"] is null && property.Value["$ref"] is null).Select(property => $"{path}/{property.Key}"));
                Look(member, $"{path}/{name}");
            }
        }
    }

    private static EvaluationResults Validate(string json) =>
        Schema.Evaluate(JsonDocument.Parse(json).RootElement, new EvaluationOptions { OutputFormat = OutputFormat.List });

    private static bool IsUnreadable(string json)
    {
        try
        {
            _ = PrivacyReport.Read(json);
            return false;
        }
        catch (FormatException)
        {
            return true;
        }
    }
}
