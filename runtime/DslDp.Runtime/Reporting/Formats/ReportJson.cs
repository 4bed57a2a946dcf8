using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using DslDp.Accounting;

namespace DslDp.Reporting;

/// <summary>
/// Reports as JSON and back. Reading is strict: a member that is missing, unknown, double or of another type is refused, so that
/// what is read is all that is written.
/// </summary>
internal static class ReportJson
{
    private const string HashName = "sha256:";

    private static readonly JsonSerializerOptions Options = new()
    {
        AllowDuplicateProperties = false,
        Converters = { new JsonStringEnumConverter(namingPolicy: null, allowIntegerValues: false), new EventConverter() },
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NewLine = "\n",
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        WriteIndented = true,
    };

    public static string Write(ReportDocument document) => JsonSerializer.Serialize(document, Options) + "\n";

    public static JsonNode Tree(ReportDocument document) => JsonSerializer.SerializeToNode(document, Options)!;

    /// <exception cref="FormatException">The text is not a report of this format; the message says where.</exception>
    public static ReportDocument Read(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            if (FirstNull(JsonNode.Parse(json, documentOptions: new() { AllowDuplicateProperties = false })) is { } place)
                throw new JsonException($"The list at {place} has an empty entry.");
            return JsonSerializer.Deserialize<ReportDocument>(json, Options) ?? throw new JsonException("It is the JSON value null.");
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException or NotSupportedException)
        {
            throw new FormatException($"The text is not a privacy report of the format {ReportDocument.CurrentFormat}: {exception.Message}", exception);
        }
    }

    // The serializer lets null pass for an entry of a list.
    private static string? FirstNull(JsonNode? node) => node switch
    {
        JsonArray list => list.Contains(null) ? list.GetPath() : list.Select(FirstNull).FirstOrDefault(place => place is not null),
        JsonObject members => members.Select(member => FirstNull(member.Value)).FirstOrDefault(place => place is not null),
        _ => null,
    };

    /// <summary>The document with the digest that belongs to it.</summary>
    public static ReportDocument Sealed(ReportDocument document) => document with { Digest = HashOf(document with { Digest = "" }) };

    /// <summary>SHA-256 of a part of a report, written as in a report.</summary>
    public static string HashOf<T>(T part) => HashName + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(part, Options))));

    private sealed class EventConverter : JsonConverter<PrivacyEvent>
    {
        public override bool CanConvert(Type typeToConvert) => typeof(PrivacyEvent).IsAssignableFrom(typeToConvert);

        public override PrivacyEvent Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            using var value = JsonDocument.ParseValue(ref reader);
            try
            {
                return PrivacyEventJson.Read(value.RootElement.GetRawText());
            }
            catch (Exception exception) when (exception is FormatException or ArgumentException)
            {
                throw new JsonException($"An event cannot be read: {exception.Message}", exception);
            }
        }

        public override void Write(Utf8JsonWriter writer, PrivacyEvent value, JsonSerializerOptions options) => writer.WriteRawValue(PrivacyEventJson.Write(value));
    }
}
