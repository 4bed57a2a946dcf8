using System.Text.Json;

namespace DslDp.Accounting.Tests;

/// <summary>One case of the reference file.</summary>
internal sealed class ReferenceCase(JsonElement json)
{
    public string Id => json.GetProperty("id").GetString()!;

    public string Kind => json.GetProperty("kind").GetString()!;

    public JsonElement Json => json;

    public double Delta => json.GetProperty("delta").GetDouble();

    public bool HasDelta => json.GetProperty("delta").ValueKind == JsonValueKind.Number;

    public Adjacency Adjacency => json.GetProperty("adjacency").GetString() switch
    {
        "add_or_remove_one" => Adjacency.AddOrRemoveOne,
        "replace_one" => Adjacency.ReplaceOne,
        "replace_special" => Adjacency.ZeroOut,
        var other => throw new InvalidDataException(other),
    };

    public JsonElement Expected => json.GetProperty("expected");

    public double[] Orders => json.GetProperty("rdp_curve_orders").EnumerateArray().Select(each => each.GetDouble()).ToArray();

    public IEnumerable<string> Mechanisms =>
        json.GetProperty("events").EnumerateArray().Select(each => each.GetProperty("mechanism").GetString()!);

    /// <summary>The largest lower bound on the true ε that the file holds, or zero.</summary>
    public double KnownLowerBound => Math.Max(
        Number("pld_optimistic", "epsilon") ?? 0,
        Math.Max(Number("prv", "epsilon_lower") ?? 0, (Number("exact", "epsilon") ?? 0) * (1 - 1e-12)));

    public double? Number(string column, string name) =>
        Expected.TryGetProperty(column, out JsonElement values) && values.TryGetProperty(name, out JsonElement value) ? value.GetDouble() : null;

    public bool HasNumber(string column, string name) => Number(column, name) is not null;

    /// <summary>Pairs of numbers, for instance (ε, δ) or (order, divergence); "inf" is infinity.</summary>
    public static (double X, double Y)[] Pairs(JsonElement array) =>
        array.EnumerateArray().Select(pair => (Value(pair[0]), Value(pair[1]))).ToArray();

    public PrivacyEvent Event(double unknown = double.NaN) =>
        json.TryGetProperty("tree_no_restart", out JsonElement tree) ? ReferenceEvents.ReadTree(tree) : new ComposedEvent(json.GetProperty("events").EnumerateArray().Select(each => ReferenceEvents.Read(each, unknown)));

    private static double Value(JsonElement element) =>
        element.ValueKind == JsonValueKind.String ? double.PositiveInfinity : element.GetDouble();
}
