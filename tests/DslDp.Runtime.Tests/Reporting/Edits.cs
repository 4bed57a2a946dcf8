using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace DslDp.Runtime.Tests.Reporting;

/// <summary>All the ways to edit one field of a JSON text.</summary>
internal static partial class Edits
{
    /// <summary>Each value changed, each member and each element left out.</summary>
    public static IEnumerable<(string Path, string Json)> Of(string json)
    {
        foreach (var path in Paths(JsonNode.Parse(json)!, "").ToArray())
        {
            var former = At(json, path);
            foreach (var value in Others(former).Where(value => !JsonNode.DeepEquals(value, former)))
                yield return (path, Edited(json, root => Set(root, path, value)));
            yield return (path, Edited(json, root => Remove(root, path)));
        }
    }

    public static void Set(JsonNode root, string path, JsonNode? value)
    {
        var (parent, last) = Parent(root, path);
        if (parent is JsonArray array)
            array[Index(last)] = value;
        else
            parent[last] = value;
    }

    private static void Remove(JsonNode root, string path)
    {
        var (parent, last) = Parent(root, path);
        if (parent is JsonArray array)
            array.RemoveAt(Index(last));
        else
            parent.AsObject().Remove(last);
    }

    private static string Edited(string json, Action<JsonNode> edit)
    {
        var root = JsonNode.Parse(json)!;
        edit(root);
        return root.ToJsonString();
    }

    private static JsonNode? At(string json, string path)
    {
        var (parent, last) = Parent(JsonNode.Parse(json)!, path);
        return parent is JsonArray array ? array[Index(last)] : parent[last];
    }

    private static IEnumerable<string> Paths(JsonNode? node, string path) => node switch
    {
        JsonObject members => members.SelectMany(member => Join(path.Length == 0 ? member.Key : $"{path}.{member.Key}", member.Value)),
        JsonArray elements => elements.SelectMany((element, i) => Join($"{path}[{i}]", element)),
        _ => [],
    };

    private static IEnumerable<string> Join(string path, JsonNode? node) => Paths(node, path).Prepend(path);

    private static IEnumerable<JsonNode?> Others(JsonNode? value)
    {
        switch (value?.GetValueKind())
        {
            case null:
                yield return JsonValue.Create(1);
                yield return JsonValue.Create("x");
                break;
            case JsonValueKind.Number:
                var number = value.GetValue<double>();
                yield return JsonValue.Create(number * 0.99);
                yield return JsonValue.Create(number + 1);
                yield return JsonValue.Create(-number - 1);
                yield return null;
                break;
            case JsonValueKind.String:
                yield return JsonValue.Create(value.GetValue<string>() + "x");
                yield return JsonValue.Create("");
                yield return null;
                break;
            case JsonValueKind.True or JsonValueKind.False:
                yield return JsonValue.Create(!value.GetValue<bool>());
                yield return null;
                break;
            default:
                yield return null;
                break;
        }
    }

    private static (JsonNode Parent, string Last) Parent(JsonNode root, string path)
    {
        var steps = Steps().Matches(path).Select(step => step.Value.Trim('[', ']', '.')).ToArray();
        foreach (var step in steps[..^1])
            root = (root is JsonArray array ? array[Index(step)] : root[step])!;
        return (root, steps[^1]);
    }

    private static int Index(string step) => int.Parse(step, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\[\d+\]|[^.\[\]]+")]
    private static partial Regex Steps();
}
