using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace DslDp.Reporting;

/// <summary>Writes a report as JSON: a section of facts is an object, a table is an array of objects.</summary>
internal static class JsonReport
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(string model, IReadOnlyList<ReportSection> sections)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Options))
        {
            writer.WriteStartObject();
            writer.WriteString("format", "dsldp-privacy-report/1");
            writer.WriteString("model", model);
            foreach (var section in sections)
                Write(writer, section);
            writer.WriteEndObject();
        }
        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    private static void Write(Utf8JsonWriter writer, ReportSection section)
    {
        writer.WritePropertyName(section.Key);
        if (section is FactSection { Facts: var facts })
        {
            WriteObject(writer, facts.Select(fact => (fact.Key, fact.Value)));
        }
        else if (section is TableSection table)
        {
            writer.WriteStartArray();
            foreach (var row in table.Rows)
                WriteObject(writer, table.Columns.Select(JsonNamingPolicy.CamelCase.ConvertName).Zip(row));
            writer.WriteEndArray();
        }
    }

    private static void WriteObject(Utf8JsonWriter writer, IEnumerable<(string Key, object? Value)> members)
    {
        writer.WriteStartObject();
        foreach (var (key, value) in members)
        {
            writer.WritePropertyName(key);
            WriteValue(writer, value);
        }
        writer.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter writer, object? value)
    {
        switch (value)
        {
            case null:
                writer.WriteNullValue();
                break;
            case bool truth:
                writer.WriteBooleanValue(truth);
                break;
            case int number:
                writer.WriteNumberValue(number);
                break;
            case long number:
                writer.WriteNumberValue(number);
                break;
            case EpsilonValue epsilon:
                WriteValue(writer, epsilon.Value);
                break;
            case double number when double.IsFinite(number):
                writer.WriteNumberValue(number);
                break;
            default:
                // JSON has no infinity, and a report must not fail for one.
                writer.WriteStringValue(ReportText.Of(value));
                break;
        }
    }
}
