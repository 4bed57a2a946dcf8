// The compiler's copy of this library has no System.Text.Json and reads no events.
#if NET8_0_OR_GREATER
using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;

namespace DslDp.Accounting;

/// <summary>A JSON object that knows where in the document it stands, so that what is wrong with it can be said.</summary>
internal readonly struct JsonNodeReader(JsonElement element, string path)
{
    private readonly JsonElement element = element;

    public string Path { get; } = path;

    public string Text(string name) => Property(name) is { ValueKind: JsonValueKind.String } text ? text.GetString()! : throw Wrong(name, "a string");

    public double Number(string name)
    {
        JsonElement value = Property(name);
        if (value.ValueKind == JsonValueKind.String && value.ValueEquals("Infinity"))
            return double.PositiveInfinity;
        return value.ValueKind == JsonValueKind.Number ? value.GetDouble() : throw Wrong(name, "a number");
    }

    public long Integer(string name) => Integer(Property(name), name);

    public long[] Integers(string name)
    {
        JsonNodeReader self = this;
        return Array(name).Select(each => self.Integer(each, name)).ToArray();
    }

    public double[] Numbers(string name)
    {
        JsonNodeReader self = this;
        return Array(name).Select(each => each.ValueKind == JsonValueKind.Number ? each.GetDouble() : throw self.Wrong(name, "a list of numbers")).ToArray();
    }

    public JsonNodeReader Inner(string name) => new(Property(name), Path + "." + name);

    public IEnumerable<JsonNodeReader> List(string name)
    {
        string place = Path + "." + name;
        return Array(name).Select((each, i) => new JsonNodeReader(each, place + "[" + i.ToString(CultureInfo.InvariantCulture) + "]"));
    }

    private long Integer(JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long number) ? number : throw Wrong(name, "a whole number");

    private JsonElement.ArrayEnumerator Array(string name) =>
        Property(name) is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray() : throw Wrong(name, "a list");

    private JsonElement Property(string name)
    {
        if (element.ValueKind != JsonValueKind.Object)
            throw new FormatException(Path + " is not an object: an event is one, with its name under \"event\".");
        return element.TryGetProperty(name, out JsonElement value) ? value : throw new FormatException(Path + " has no \"" + name + "\".");
    }

    private FormatException Wrong(string name, string expected) => new(Path + "." + name + " must be " + expected + ".");
}
#endif
