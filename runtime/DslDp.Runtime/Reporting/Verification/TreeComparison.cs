using System.Text.Json.Nodes;

namespace DslDp.Reporting;

/// <summary>Compares two JSON values member by member.</summary>
internal static class TreeComparison
{
    /// <param name="stated">What is there.</param>
    /// <param name="expected">What should be there.</param>
    /// <param name="path">Where the values stand.</param>
    public static IEnumerable<ReportDiscrepancy> Of(JsonNode? stated, JsonNode? expected, string path = "") => (stated, expected) switch
    {
        (JsonObject left, JsonObject right) => left.Select(member => member.Key).Union(right.Select(member => member.Key))
            .SelectMany(name => OfMembers(left, right, name, path.Length == 0 ? name : $"{path}.{name}")),
        (JsonArray left, JsonArray right) when left.Count == right.Count => Enumerable.Range(0, left.Count).SelectMany(i => Of(left[i], right[i], $"{path}[{i}]")),
        (JsonArray left, JsonArray right) => [new(path, $"it has {left.Count} entries, and should have {right.Count}")],
        _ when JsonNode.DeepEquals(stated, expected) => [],
        _ => [new(path, $"it is {Text(stated)}, and should be {Text(expected)} by the rest of the report")],
    };

    private static IEnumerable<ReportDiscrepancy> OfMembers(JsonObject left, JsonObject right, string name, string path) => (left.ContainsKey(name), right.ContainsKey(name)) switch
    {
        (false, true) => [new(path, "it is missing")],
        (true, false) => [new(path, "it does not belong here")],
        _ => Of(left[name], right[name], path),
    };

    private static string Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? $"\"{text}\"" : node?.ToJsonString() ?? "null";
}
